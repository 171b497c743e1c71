import { cosineSimilarity } from "./cosine-similarity.ts";

/**
 * Chooses `k` of the vectors, one after the other: near to the query, and unlike those that were chosen before. `lambda` says
 * what counts how much: 1 is nearness alone, 0 unlikeness alone.
 *
 * @returns the places of the chosen vectors in the list, in the order in which they were chosen
 */
// oxlint-disable-next-line max-params -- the order that LangChain.js has.
export function maximalMarginalRelevance(
  query: ArrayLike<number>,
  vectors: readonly ArrayLike<number>[],
  lambda = 0.5,
  k = 4,
): number[] {
  const relevances = vectors.map((vector) => cosineSimilarity(query, vector));
  const redundancies = vectors.map(() => -Infinity);
  const chosen: number[] = [];
  let rest = vectors.map((_, index) => index);
  while (chosen.length < k && rest.length > 0) {
    const isFirst = chosen.length === 0;
    const valueOf = (index: number): number =>
      isFirst
        ? (relevances[index] ?? 0)
        : lambda * (relevances[index] ?? 0) - (1 - lambda) * (redundancies[index] ?? 0);
    const best = rest.reduce((one, other) => (valueOf(other) > valueOf(one) ? other : one));
    chosen.push(best);
    rest = rest.filter((index) => index !== best);
    for (const index of rest) {
      const likeness = cosineSimilarity(vectors[best] ?? [], vectors[index] ?? []);
      redundancies[index] = Math.max(redundancies[index] ?? 0, likeness);
    }
  }
  return chosen;
}
