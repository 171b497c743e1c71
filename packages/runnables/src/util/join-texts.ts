/** Longer ones are not kept. */
const longestKept = 4_000;

let lastJoined = "";

/**
 * Joins texts. Two, of which the first is often long and a result of this, are appended, and so are sums, which are long by
 * themselves: neither is copied again, and a node of 32 bytes for each is little beside them. Others are copied, so that a small
 * piece does not keep a large text that it was cut from.
 *
 * A model and the parser after it join the same texts within one tick: they keep one copy. What survives a collection lets V8 give
 * more room to what is young ([0015](../../../../docs/decisions/0015-cost-of-a-chunk.md)).
 */
export function joinTexts(texts: readonly string[], areSums = false): string {
  if (areSums || texts.length < 3) return texts.reduce((sum, text) => sum + text, "");
  const joined = texts.join("");
  if (joined.length > longestKept) return joined;
  if (joined !== lastJoined) lastJoined = joined;
  return lastJoined;
}
