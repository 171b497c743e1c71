import { InvalidArgumentError, type Metadata } from "@rivulet/core";
import { ProviderError, readAnswer } from "@rivulet/provider";
import {
  Embeddings,
  type EmbeddingsFields,
  toModelMetadata,
  type RunnableConfig,
  type Vector,
} from "@rivulet/runnables";
import type { OpenAI as Client } from "openai";
import type { EmbeddingCreateParams } from "openai/resources/embeddings";
import type { OpenAIClientFields } from "./client/client-fields.ts";
import { createClient } from "./client/create-client.ts";
import { toModelFields, type FieldAliases } from "./client/to-model-fields.ts";
import { send, sourceOf } from "./client/send.ts";
import { toServerFacts } from "./client/server-facts.ts";
import { runBatches } from "./embeddings/run-batches.ts";
import { toCheckedVector } from "./embeddings/to-vector.ts";
import { compact } from "./util/compact.ts";

/** What an embedding model of OpenAI is made with; what is not given is the provider's default. */
export interface OpenAIEmbeddingsFields
  extends EmbeddingsFields, OpenAIClientFields, Pick<FieldAliases, "modelName" | "openAIApiKey"> {
  /** `text-embedding-3-small` by default. */
  readonly model?: string | undefined;
  /** The length of the vectors, where the model can give shorter ones. */
  readonly dimensions?: number | undefined;
  /** How many texts one request has at most; 512 by default, 2,048 are allowed. */
  readonly batchSize?: number | undefined;
  /** How many requests of one call are open at a time, where its config says nothing; 4 by default. */
  readonly maxConcurrency?: number | undefined;
  /** What the server is asked to send the vectors as, `base64` by default; what it does send is read, whichever it is. */
  readonly encodingFormat?: "float" | "base64" | undefined;
  /** Whether each line break becomes a blank, as the first models wanted it; `false` by default. */
  readonly stripNewLines?: boolean | undefined;
  readonly user?: string | undefined;
}

/**
 * OpenAI's embedding models. Many texts go out in batches; the first batch that fails ends the call and closes the others.
 *
 * @example
 * const embeddings = new OpenAIEmbeddings({ dimensions: 256 });
 * const vectors = await embeddings.embedDocuments(["harrison worked at kensho", "bears like honey"]);
 */
export class OpenAIEmbeddings extends Embeddings {
  readonly #client: Client;
  readonly #fields: OpenAIEmbeddingsFields;
  readonly #batchSize: number;
  readonly #maxConcurrency: number;

  /** @throws {@link InvalidArgumentError} when there is no API key, or a field is wrong, such as a `batchSize` of 0. */
  constructor(given: OpenAIEmbeddingsFields = {}) {
    const fields = toModelFields("OpenAIEmbeddings", given, {});
    super(fields);
    const { batchSize = 512, maxConcurrency = 4 } = fields;
    this.#batchSize = checkPositive("batchSize", batchSize);
    this.#maxConcurrency = checkPositive("maxConcurrency", maxConcurrency);
    this.#client = createClient(fields, "OpenAIEmbeddings");
    this.#fields = fields;
  }

  /** The model that is asked for. */
  get model(): string {
    return this.#fields.model ?? "text-embedding-3-small";
  }

  protected override async _embed(
    texts: readonly string[],
    { signal, maxConcurrency = this.#maxConcurrency }: RunnableConfig,
  ): Promise<readonly Vector[]> {
    const batches: (readonly string[])[] = [];
    for (let start = 0; start < texts.length; start += this.#batchSize) {
      batches.push(texts.slice(start, start + this.#batchSize));
    }
    const made = await runBatches(batches, { maxConcurrency, signal }, (batch, ended) =>
      this.#request(batch, ended),
    );
    return made.flat();
  }

  protected override _modelMetadata(): Metadata {
    const { dimensions } = this.#fields;
    return toModelMetadata({ ...toServerFacts(this.#client), model: this.model, dimensions });
  }

  async #request(batch: readonly string[], signal: AbortSignal): Promise<readonly Vector[]> {
    const client = this.#client;
    const sender = { client, signal };
    const { data, requestId } = await send(sender, () =>
      client.embeddings.create(this.#toParams(batch), { signal }),
    );
    const vectors = readAnswer(data, sourceOf(sender, requestId), (answer) =>
      answer.data
        .toSorted((left, right) => left.index - right.index)
        .map(({ embedding }) => toCheckedVector(embedding)),
    );
    if (vectors.length === batch.length) return vectors;
    throw new ProviderError(
      `openai gave ${String(vectors.length)} vectors for ${String(batch.length)} texts; try again, or check the server at baseURL.`,
      { code: "PROVIDER_STREAM", provider: "openai", isRetryable: true, requestId },
    );
  }

  #toParams(batch: readonly string[]): EmbeddingCreateParams {
    // Always said: of what it asks for by itself the client takes for granted that it comes, and makes noise of numbers.
    const { dimensions, encodingFormat = "base64", stripNewLines = false, user } = this.#fields;
    return {
      model: this.model,
      input: batch.map((text) => (stripNewLines ? text.replaceAll("\n", " ") : text)),
      ...compact({ dimensions, encoding_format: encodingFormat, user }),
    };
  }
}

function checkPositive(name: string, value: number): number {
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError(
    `${name} of OpenAIEmbeddings was ${String(value)}; give a positive integer.`,
  );
}
