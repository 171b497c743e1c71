import { Embeddings, type EmbeddingsFields, type Vector } from "@rivulet/runnables";

/** Embeds a text as the number of times that each word occurs in it. */
export class WordCountEmbeddings extends Embeddings {
  readonly #words: readonly string[];

  constructor(words: readonly string[], fields: EmbeddingsFields = {}) {
    super(fields);
    this.#words = words;
  }

  protected override async _embed(texts: readonly string[]): Promise<readonly Vector[]> {
    return texts.map((text) => {
      const found = text.toLowerCase().match(/\w+/gu) ?? [];
      return this.#words.map((word) => found.filter((one) => one === word).length);
    });
  }
}
