import type { Metadata } from "@rivulet/core";
import { toCall } from "../../execution/call.ts";
import { ChildConfig } from "../../execution/child-config.ts";
import { invokeRun } from "../../execution/invoke-run.ts";
import type { RunnableConfig } from "../../execution/runnable-config.ts";

/** A vector. */
export type Vector = readonly number[];

/** What every embedding model's constructor takes. Tags and metadata are those of its own runs. */
export interface EmbeddingsFields {
  readonly name?: string;
  readonly tags?: readonly string[];
  readonly metadata?: Metadata;
}

/**
 * Turns texts into vectors, each call a run of type `embedding`: texts in, a vector for each out, in their order. A model of
 * your own implements `_embed`.
 */
export abstract class Embeddings {
  readonly #fields: EmbeddingsFields;

  constructor(fields: EmbeddingsFields = {}) {
    this.#fields = fields;
  }

  /** The name of its runs: the one given, else the class's. */
  getName(): string {
    return this.#fields.name ?? this.constructor.name;
  }

  /** A vector for each text, in their order. Rejects as the model fails or the call is cancelled. */
  async embedDocuments(
    texts: readonly string[],
    config?: RunnableConfig,
  ): Promise<readonly Vector[]> {
    const { tags, metadata } = this.#fields;
    const description = {
      type: "embedding",
      name: this.getName(),
      tags,
      metadata,
      input: texts,
    } as const;
    return invokeRun(toCall(config), description, (run) =>
      this._embed(texts, new ChildConfig(run)),
    );
  }

  /** The vector of one text. */
  async embedQuery(text: string, config?: RunnableConfig): Promise<Vector> {
    const [vector = []] = await this.embedDocuments([text], config);
    return vector;
  }

  /** Makes a vector for each text, in their order. */
  protected abstract _embed(
    texts: readonly string[],
    config: RunnableConfig,
  ): Promise<readonly Vector[]>;
}
