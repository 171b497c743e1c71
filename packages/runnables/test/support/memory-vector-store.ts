import {
  Document,
  Embeddings,
  VectorStore,
  type EmbeddingsFields,
  type Vector,
} from "@rivulet/runnables";

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

/** A vector store that looks at every document, and scores by the dot product. */
export class MemoryVectorStore extends VectorStore {
  readonly #entries: (readonly [Vector, Document])[] = [];

  /** A store of these texts. */
  static async fromTexts(
    texts: readonly string[],
    embeddings: Embeddings,
  ): Promise<MemoryVectorStore> {
    const store = new MemoryVectorStore(embeddings);
    await store.addDocuments(texts.map((pageContent) => new Document({ pageContent })));
    return store;
  }

  override async addVectors(
    vectors: readonly Vector[],
    documents: readonly Document[],
  ): Promise<void> {
    for (const [index, document] of documents.entries()) {
      this.#entries.push([vectors[index] ?? [], document]);
    }
  }

  override async similaritySearchVectorWithScore(
    query: Vector,
    k: number,
  ): Promise<readonly (readonly [Document, number])[]> {
    return this.#entries
      .map(([vector, document]) => [document, dotProduct(query, vector)] as const)
      .toSorted(([, one], [, other]) => other - one)
      .slice(0, k);
  }
}

function dotProduct(one: Vector, other: Vector): number {
  return one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
}
