import { describeValue, InvalidArgumentError } from "@rivulet/core";
import { checkK } from "./flat-index.ts";
import type { MaxMarginalRelevanceSearchOptions } from "./vector-store-interface.ts";

/** The options of a search by marginal relevance, with what they leave open. */
export interface MarginalRelevance {
  readonly k: number;
  readonly fetchK: number;
  readonly lambda: number;
}

const defaultFetchK = 20;

/**
 * Fills in what was left open.
 *
 * @throws {@link InvalidArgumentError} when an option is none.
 */
export function toMarginalRelevance(options: MaxMarginalRelevanceSearchOptions): MarginalRelevance {
  const { k, lambda = 0.5 } = options;
  checkK(k);
  const fetchK = options.fetchK ?? Math.max(defaultFetchK, k);
  checkK(fetchK, "fetchK");
  if (fetchK < k) {
    throw new InvalidArgumentError(
      `fetchK was ${describeValue(fetchK)}, less than k, ${describeValue(k)}; the documents are chosen among that many.`,
    );
  }
  if (typeof lambda !== "number" || !(lambda >= 0 && lambda <= 1)) {
    throw InvalidArgumentError.of("lambda was", lambda, "a number from 0 to 1");
  }
  return { k, fetchK, lambda };
}
