import { trimOptionalSpace } from "../util/trim-optional-space.ts";

/** The members of a `baggage` header by their keys, each as it stands there: its value and properties, encoded. Immutable. */
export type Baggage = ReadonlyMap<string, string>;

const maxMembers = 64;
const maxLength = 8192;
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const content = /^[\x20\x21\x23-\x2b\x2d-\x5b\x5d-\x7e\t]*$/;

/**
 * Reads a `baggage` header; several are joined by commas. Never throws: what is no member, or is more than the 64 members and
 * 8,192 characters that everybody must pass on, is left out.
 *
 * @see https://www.w3.org/TR/baggage/#header-content
 */
export function parseBaggage(header: string | null | undefined): Baggage {
  const baggage = new Map<string, string>();
  for (const member of cutBehindMember(header ?? "").split(",")) {
    const at = member.indexOf("=");
    const name = trimOptionalSpace(member.slice(0, Math.max(at, 0)));
    const text = trimOptionalSpace(member.slice(at + 1));
    if (token.test(name) && content.test(text) && baggage.size < maxMembers)
      baggage.set(name, text);
  }
  return baggage;
}

// What is left of a member that was cut would have another value.
function cutBehindMember(header: string): string {
  return header.length <= maxLength
    ? header
    : header.slice(0, Math.max(header.lastIndexOf(",", maxLength), 0));
}

/** Writes a `baggage` header: our member first, and of the others as many as may be. */
export function formatBaggage(baggage: Baggage, ours: readonly [string, string]): string {
  const members = [ours, ...[...baggage].filter(([name]) => name !== ours[0])];
  let header = "";
  for (const [name, text] of members.slice(0, maxMembers)) {
    const member = `${header === "" ? "" : ","}${name}=${text}`;
    if (header.length + member.length <= maxLength) header += member;
  }
  return header;
}
