import type { Metadata, RunManager } from "@rivulet/core";
import {
  toModelMetadata,
  ToolCallingChatModel,
  type AIMessageChunk,
  type BaseMessage,
  type ChatResult,
  type ModelOptions,
  type StructuredOutputBinding,
  type StructuredOutputRequest,
} from "@rivulet/runnables";
import { callChatCompletion, streamChatCompletion } from "./chat/call-chat-completions.ts";
import type {
  ChatOpenAICallOptions,
  ChatOpenAIFields,
  ChatOpenAIOptions,
  ChatOpenAISettings,
} from "./chat-openai-fields.ts";
import { createClient } from "./client/create-client.ts";
import { toModelFields } from "./client/to-model-fields.ts";
import { toServerFacts } from "./client/server-facts.ts";
import { callResponse, streamResponse } from "./responses/call-responses.ts";
import { checkResponseOptions } from "./responses/to-response-params.ts";
import { toAnswerFormat } from "./tools/answer-format.ts";

/**
 * OpenAI's chat models, by Chat Completions, or with `useResponsesApi` by the Responses API.
 *
 * A failed call fails with a `ProviderError`. A call that is left or aborted closes its request.
 *
 * @example
 * const model = new ChatOpenAI({ model: "gpt-4.1-mini", temperature: 0 });
 * for await (const chunk of model.stream("Tell me a joke")) process.stdout.write(chunk.text);
 */
export class ChatOpenAI extends ToolCallingChatModel<ChatOpenAICallOptions> {
  readonly #settings: ChatOpenAISettings;

  /**
   * Made of its fields, or of the name of the model and the other fields.
   *
   * @throws {@link InvalidArgumentError} when there is no API key, a field is wrong, or the Responses API lacks an option.
   */
  constructor(fields: ChatOpenAIFields | string = {}, others: ChatOpenAIFields = {}) {
    const named = toModelFields("ChatOpenAI", fields, others);
    super(named);
    const settled = named.maxTokens === -1 ? { ...named, maxTokens: undefined } : named;
    if (settled.useResponsesApi === true) checkResponseOptions(settled, {});
    const { model = "gpt-4.1-mini" } = settled;
    this.#settings = { client: createClient(settled, "ChatOpenAI"), model, fields: settled };
  }

  /** The model that is asked for. */
  get model(): string {
    return this.#settings.model;
  }

  protected override _streamResponseChunks(
    messages: readonly BaseMessage[],
    options: ModelOptions<ChatOpenAICallOptions>,
  ): AsyncIterable<AIMessageChunk> {
    const call = { settings: this.#settings, messages, options };
    return this.#usesResponses(options) ? streamResponse(call) : streamChatCompletion(call);
  }

  protected override async _generate(
    messages: readonly BaseMessage[],
    options: ModelOptions<ChatOpenAICallOptions>,
    run: RunManager,
  ): Promise<ChatResult> {
    if (this.#settings.fields.streaming === true) return super._generate(messages, options, run);
    const call = { settings: this.#settings, messages, options };
    const message = await (this.#usesResponses(options)
      ? callResponse(call)
      : callChatCompletion(call));
    return { generations: [{ text: message.text, message }] };
  }

  protected override _modelMetadata(options: ChatOpenAIOptions): Metadata {
    const { client, model, fields } = this.#settings;
    const { temperature, topP, maxTokens, frequencyPenalty, presencePenalty, n } = fields;
    return toModelMetadata({
      ...toServerFacts(client),
      model,
      temperature,
      topP,
      maxTokens,
      stop: options.stop ?? fields.stop,
      seed: options.seed ?? fields.seed,
      frequencyPenalty,
      presencePenalty,
      choiceCount: n,
      reasoningLevel: (options.reasoning ?? fields.reasoning)?.effort ?? undefined,
    });
  }

  protected override _bindStructuredOutput(
    request: StructuredOutputRequest,
  ): StructuredOutputBinding<ChatOpenAICallOptions> {
    const format = toAnswerFormat(request, this.model);
    if (format !== undefined) return format;
    const binding = super._bindStructuredOutput({ ...request, method: "functionCalling" });
    const { strict } = request;
    return strict === undefined ? binding : { ...binding, options: { ...binding.options, strict } };
  }

  #usesResponses({ previous_response_id: previous }: ChatOpenAIOptions): boolean {
    return this.#settings.fields.useResponsesApi ?? previous !== undefined;
  }
}
