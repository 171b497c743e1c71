import { describeValue, InvalidArgumentError, type Metadata } from "@rivulet/core";
import { toListeners, type Listener } from "@rivulet/core/runtime";
import { toCall } from "../../execution/call.ts";
import { ChildConfig } from "../../execution/child-config.ts";
import { invokeRun } from "../../execution/invoke-run.ts";
import { withOwnCallbacks, type OwnCallbacks } from "../../execution/own-callbacks.ts";
import type { RunnableConfig } from "../../execution/runnable-config.ts";
import { withToldMetadata } from "../models/with-told-metadata.ts";

/** A vector. */
export type Vector = readonly number[];

/** What every embedding model's constructor takes. Callbacks, tags and metadata are those of its own runs. */
export interface EmbeddingsFields {
  readonly name?: string;
  /** Handlers of the model's runs alone. */
  readonly callbacks?: OwnCallbacks;
  readonly tags?: readonly string[];
  readonly metadata?: Metadata;
}

/**
 * Turns texts into vectors, each call a run of type `embedding`: texts in, a vector for each out, in their order. A model of
 * your own implements `_embed`.
 */
export abstract class Embeddings {
  readonly #fields: EmbeddingsFields;
  readonly #listeners: readonly Listener[];

  /** @throws {@link InvalidArgumentError} when `callbacks` is no list of handlers. */
  constructor(fields: EmbeddingsFields = {}) {
    this.#fields = fields;
    this.#listeners = toListeners(fields.callbacks ?? []);
  }

  /** The name of its runs: the one given, else the class's. */
  getName(): string {
    return this.#fields.name ?? this.constructor.name;
  }

  /**
   * A vector for each text, in their order. Rejects as the model fails or the call is cancelled, and with an
   * {@link InvalidArgumentError} when the model does not give one for each.
   */
  async embedDocuments(texts: readonly string[], config?: RunnableConfig): Promise<number[][]> {
    const { tags } = this.#fields;
    const call = withOwnCallbacks(toCall(config), this.#listeners);
    const metadata = withToldMetadata(call.context, this.#fields.metadata, () =>
      this._modelMetadata(),
    );
    const description = {
      type: "embedding",
      name: this.getName(),
      tags,
      metadata,
      input: texts,
    } as const;
    return invokeRun(call, description, async (run) =>
      this.#checkCount(await this._embed(texts, new ChildConfig(run)), texts.length),
    );
  }

  /** The vector of one text. */
  async embedQuery(text: string, config?: RunnableConfig): Promise<number[]> {
    const [vector] = await this.embedDocuments([text], config);
    return vector as number[];
  }

  /**
   * What the model tells of itself: it stands in the metadata of each run that anybody listens to, under the names of the
   * GenAI conventions. Must not throw. By default nothing.
   */
  protected _modelMetadata(): Metadata | undefined {
    return undefined;
  }

  /** Makes a vector for each text, in their order. */
  protected abstract _embed(
    texts: readonly string[],
    config: RunnableConfig,
  ): Promise<readonly Vector[]>;

  // A vector too few would give each text behind it the vector of another one.
  #checkCount(vectors: readonly Vector[], count: number): number[][] {
    const given: unknown = vectors;
    if (Array.isArray(given) && given.length === count) return vectors as number[][];
    const what = Array.isArray(given) ? `${String(given.length)} vectors` : describeValue(given);
    throw new InvalidArgumentError(
      `\`_embed\` of ${this.getName()} gave ${what} for ${String(count)} texts; give a vector for each.`,
    );
  }
}
