/** The member of `tracestate` and `baggage` that is ours. */
export const ourKey = "rivulet";

const maxIds = 64;
const maxIdLength = 128;
/** What stays as it is when encoded, as ids do that we make. */
const plainId = /^[\w.-]*$/;

/**
 * Writes the ids of a run and of those around it, root first, as one value of `baggage`. Of more than 64 the root and the
 * innermost 63 are named.
 */
export function formatLineage(ids: readonly string[]): string {
  const named = ids.length <= maxIds ? ids : [...ids.slice(0, 1), ...ids.slice(1 - maxIds)];
  return named.map(encodeId).join("/");
}

/** An id as it may stand in a header: percent-encoded, so that no character of it means anything there. */
export function encodeId(id: string): string {
  if (plainId.test(id)) return id;
  return encodeURIComponent(id.replaceAll(/\p{Surrogate}/gu, "\ufffd")).replaceAll("'", "%27");
}

/**
 * Reads what {@link formatLineage} wrote. Never throws: `undefined` where it is no list of 1 to 64 ids, each of 1 to 128
 * characters without control characters.
 */
export function parseLineage(text: string | undefined): readonly string[] | undefined {
  const [value = ""] = (text ?? "").split(";");
  const ids = value.trim().split("/").map(decodeId);
  return ids.length <= maxIds && ids.every(isId) ? ids : undefined;
}

function decodeId(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function isId(id: string | undefined): id is string {
  return id !== undefined && id.length <= maxIdLength && /^[^\p{Cc}]+$/u.test(id);
}
