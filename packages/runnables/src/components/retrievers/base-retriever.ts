import type { Metadata } from "@rivulet/core";
import { toListeners, type Listener, type PromiseOrValue } from "@rivulet/core/runtime";
import type { Document } from "../../documents/document.ts";
import { InvalidInputError } from "../../errors/invalid-input-error.ts";
import type { Call } from "../../execution/call.ts";
import {
  FunctionStage,
  invokeFunction,
  type FunctionComponent,
} from "../../execution/function-stage.ts";
import { withOwnCallbacks, type OwnCallbacks } from "../../execution/own-callbacks.ts";
import type { RunnableConfig } from "../../execution/runnable-config.ts";
import { LastValue, type Accumulator } from "../../pipeline/accumulator.ts";
import type { Sink } from "../../pipeline/sink.ts";
import { Runnable } from "../../runnable/runnable.ts";

/** What every retriever's constructor takes. Callbacks, tags and metadata are those of the retriever's own runs. */
export interface BaseRetrieverFields {
  /** Handlers of the retriever's runs alone, not of those inside. */
  readonly callbacks?: OwnCallbacks;
  readonly tags?: readonly string[];
  readonly metadata?: Metadata;
}

/**
 * Finds documents for a query. A retriever of your own implements `_getRelevantDocuments`; runs that are started in it are
 * its children. It streams one value, the list.
 *
 * @see The document, "Non-streaming components".
 */
export abstract class BaseRetriever extends Runnable<string, Document[]> {
  readonly #fields: BaseRetrieverFields;
  readonly #listeners: readonly Listener[];

  /** @throws {@link InvalidArgumentError} when `callbacks` is no list of handlers. */
  constructor(fields: BaseRetrieverFields = {}) {
    super();
    this.#fields = fields;
    this.#listeners = toListeners(fields.callbacks ?? []);
  }

  /** @internal */
  override invokeIn(input: string, call: Call): PromiseOrValue<Document[]> {
    return invokeFunction(this.#component(), input, withOwnCallbacks(call, this.#listeners));
  }

  /** @internal */
  override connect(down: Sink<Document[]>, call: Call): Sink<string> {
    return new FunctionStage(down, withOwnCallbacks(call, this.#listeners), this.#component());
  }

  /** @internal */
  override createAccumulator(): Accumulator<Document[]> {
    return new LastValue();
  }

  /** Finds the documents, the best first. `config` belongs to the retriever's run. */
  protected abstract _getRelevantDocuments(
    query: string,
    config: RunnableConfig,
  ): readonly Document[] | Promise<readonly Document[]>;

  #component(): FunctionComponent<string, Document[]> {
    const name = this.getName();
    return {
      type: "retriever",
      name,
      tags: this.#fields.tags,
      metadata: this.#fields.metadata,
      describeInput: (query) => ({ query }),
      body: (query, config) => this._getRelevantDocuments(checkQuery(query, name), config),
      createAccumulator: () => this.createAccumulator(),
    };
  }
}

function checkQuery(query: unknown, name: string): string {
  if (typeof query === "string") return query;
  throw InvalidInputError.of(`${name} was given`, query, "a query as a string");
}
