import { trimOptionalSpace } from "../util/trim-optional-space.ts";

/** The members of a `tracestate` header by their keys, the latest writer's first. Immutable. */
export type TraceState = ReadonlyMap<string, string>;

const maxMembers = 32;
// As level 2 has it: level 1 allowed one at sign, between a tenant and a system, each with a length of its own.
const key = /^[a-z0-9][a-z0-9_\-*/@]{0,255}$/;
// Printable ASCII without comma and equals sign, which does not end with a space.
const value = /^[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/;

const none: TraceState = new Map();

/**
 * Reads a `tracestate` header; several are joined by commas. Never throws: one wrong member makes all of it invalid, and it is
 * then as if there were none. Of two members with one key the first stays.
 *
 * @see https://www.w3.org/TR/trace-context-2/#tracestate-header
 */
export function parseTraceState(header: string | null | undefined): TraceState {
  const members = (header ?? "").split(",").map(trimOptionalSpace).filter(Boolean);
  if (members.length > maxMembers) return none;
  const state = new Map<string, string>();
  for (const member of members) {
    const at = member.indexOf("=");
    const [name, content] = [member.slice(0, Math.max(at, 0)), member.slice(at + 1)];
    if (!key.test(name) || !value.test(content)) return none;
    if (!state.has(name)) state.set(name, content);
  }
  return state;
}

/** Writes a `tracestate` header: our member first, and of the others as many as may be. */
export function formatTraceState(state: TraceState, ours: readonly [string, string]): string {
  const others = [...state].filter(([name]) => name !== ours[0]);
  const members = value.test(ours[1]) ? [ours, ...others] : others;
  return members
    .slice(0, maxMembers)
    .map(([name, content]) => `${name}=${content}`)
    .join(",");
}
