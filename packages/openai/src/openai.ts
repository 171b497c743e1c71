import { readAnswer, readEvent } from "@rivulet/provider";
import type { Metadata } from "@rivulet/core";
import { BaseLLM, toModelMetadata, type ModelOptions } from "@rivulet/runnables";
import type { OpenAI as Client } from "openai";
import type { CompletionCreateParamsBase } from "openai/resources/completions";
import { createClient } from "./client/create-client.ts";
import { toModelFields } from "./client/to-model-fields.ts";
import { readStream, send, sourceOf } from "./client/send.ts";
import { toServerFacts } from "./client/server-facts.ts";
import { toRequestOptions } from "./client/to-request-options.ts";
import { CompletionReader } from "./completions/completion-reader.ts";
import type { OpenAICallOptions, OpenAIFields, OpenAIOptions } from "./openai-llm-fields.ts";
import { compact } from "./util/compact.ts";

/**
 * OpenAI's text completion: a prompt in, the text that follows out. For the models that have it; a chat model is `ChatOpenAI`.
 *
 * A failed call fails with a `ProviderError`. A call that is left or aborted closes its request.
 *
 * @example
 * for await (const text of new OpenAI({ temperature: 0 }).stream("Once upon a time")) process.stdout.write(text);
 */
export class OpenAI extends BaseLLM<OpenAICallOptions> {
  readonly #client: Client;
  readonly #fields: OpenAIFields;

  /**
   * Made of its fields, or of the name of the model and the other fields.
   *
   * @throws {@link InvalidArgumentError} when there is no API key, or a field is wrong.
   */
  constructor(fields: OpenAIFields | string = {}, others: OpenAIFields = {}) {
    const named = toModelFields("OpenAI", fields, others);
    super(named);
    this.#client = createClient(named, "OpenAI");
    this.#fields = named;
  }

  /** The model that is asked for. */
  get model(): string {
    return this.#fields.model ?? "gpt-3.5-turbo-instruct";
  }

  protected override async *_streamResponseChunks(
    prompt: string,
    options: ModelOptions<OpenAICallOptions>,
  ): AsyncIterable<string> {
    const client = this.#client;
    const sender = { client, signal: options.signal, options: options.options };
    const params = this.#toParams(prompt, options);
    const sent = await send(sender, () =>
      client.completions.create({ ...params, stream: true }, toRequestOptions(options)),
    );
    const reader = new CompletionReader(sent.requestId);
    const source = sourceOf(sender, sent.requestId);
    for await (const chunk of readStream(sender, sent)) {
      const text = readEvent(reader, chunk, source);
      if (text !== "") yield text;
    }
    reader.end();
  }

  protected override async _call(
    prompt: string,
    options: ModelOptions<OpenAICallOptions>,
  ): Promise<string> {
    const client = this.#client;
    const sender = { client, signal: options.signal, options: options.options };
    const params = this.#toParams(prompt, options);
    const { data, requestId } = await send(sender, () =>
      client.completions.create({ ...params, stream: false }, toRequestOptions(options)),
    );
    const reader = new CompletionReader(requestId);
    const text = readAnswer(data, sourceOf(sender, requestId), () => reader.read(data));
    reader.end();
    return text;
  }

  protected override _modelMetadata(options: OpenAIOptions): Metadata {
    const { temperature, topP, frequencyPenalty, presencePenalty } = this.#fields;
    return toModelMetadata({
      ...toServerFacts(this.#client),
      model: this.model,
      temperature,
      topP,
      maxTokens: this.#maxTokens,
      stop: options.stop ?? this.#fields.stop,
      seed: options.seed ?? this.#fields.seed,
      frequencyPenalty,
      presencePenalty,
    });
  }

  get #maxTokens(): number | undefined {
    const { maxTokens = 256 } = this.#fields;
    return maxTokens === -1 ? undefined : maxTokens;
  }

  #toParams(prompt: string, options: OpenAIOptions): Omit<CompletionCreateParamsBase, "stream"> {
    const fields = this.#fields;
    const params = {
      ...compact({
        model: this.model,
        temperature: fields.temperature,
        top_p: fields.topP,
        max_tokens: this.#maxTokens,
        frequency_penalty: fields.frequencyPenalty,
        presence_penalty: fields.presencePenalty,
        logit_bias: fields.logitBias,
        best_of: fields.bestOf,
        user: fields.user,
      }),
      ...fields.modelKwargs,
      ...compact({
        stop: options.stop ?? fields.stop,
        seed: options.seed ?? fields.seed,
        suffix: options.suffix,
      }),
      prompt,
    };
    return params as unknown as Omit<CompletionCreateParamsBase, "stream">;
  }
}
