import { trimOptionalSpace } from "../util/trim-optional-space.ts";

/** The fields of a `traceparent` header. Immutable. */
export interface TraceParent {
  /** 32 lower-case hexadecimal digits, not all zero. */
  readonly traceId: string;
  /** 16 lower-case hexadecimal digits, not all zero: the span that the request was made in. */
  readonly spanId: string;
  /** The eight trace flags as a number from 0 to 255; bit 0 is `sampled`. */
  readonly flags: number;
}

const format =
  /^([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/s;

/**
 * Reads a `traceparent` header. A version that is not known yet is read by the fields that it shares with version 00.
 *
 * Never throws: `undefined` where there is none or it is invalid, and then a new trace begins.
 *
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 */
export function parseTraceParent(header: string | null | undefined): TraceParent | undefined {
  if (header === undefined || header === null) return undefined;
  const [, version, traceId, spanId, flags, rest] = format.exec(trimOptionalSpace(header)) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  if (version === "ff" || (version === "00" && rest !== undefined)) return undefined;
  return { traceId, spanId, flags: Number.parseInt(flags, 16) };
}

/** Writes a `traceparent` header, of version 00. */
export function formatTraceParent({ traceId, spanId, flags }: TraceParent): string {
  return `00-${traceId}-${spanId}-${flags.toString(16).padStart(2, "0")}`;
}
