import { BaseRetriever, Document, type RunnableConfig } from "@rivulet/runnables";
import type { Pace } from "./pace.ts";
import { trails, type Trail } from "./trail.ts";

const foundCount = 2;

/** Finds walks by the words of a question: its runs are of type `retriever`. */
export class TrailRetriever extends BaseRetriever {
  readonly #pace: Pace;

  constructor(pace: Pace) {
    super({ tags: ["trails"] });
    this.#pace = pace;
  }

  protected override async _getRelevantDocuments(
    query: string,
    { signal }: RunnableConfig,
  ): Promise<readonly Document[]> {
    await this.#pace(signal);
    return trails
      .map((trail) => ({ trail, score: scoreOf(trail, query) }))
      .toSorted((one, other) => other.score - one.score)
      .slice(0, foundCount)
      .map(({ trail }) => new Document({ pageContent: trail.about, metadata: { ...trail } }));
  }
}

function scoreOf(trail: Trail, query: string): number {
  const words = new Set(wordsOf(`${trail.name} ${trail.town} ${trail.about}`));
  return wordsOf(query).filter((word) => words.has(word)).length;
}

// Without a plural's s, and without the short words that are everywhere.
function wordsOf(text: string): readonly string[] {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  return words.filter((word) => word.length > 2).map((word) => word.replace(/s$/u, ""));
}
