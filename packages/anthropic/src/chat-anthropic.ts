import type { Metadata, RunManager } from "@rivulet/core";
import { readAnswer, readEvent } from "@rivulet/provider";
import {
  ToolCallingChatModel,
  type AIMessageChunk,
  type BaseMessage,
  type ChatResult,
  toModelMetadata,
  type ModelOptions,
  type StructuredOutputBinding,
  type StructuredOutputRequest,
} from "@rivulet/runnables";
import type {
  ChatAnthropicCallOptions,
  ChatAnthropicFields,
  ChatAnthropicOptions,
} from "./chat-anthropic-fields.ts";
import type { AnthropicClient } from "./client/anthropic-client.ts";
import { createClient } from "./client/create-client.ts";
import { createMessage, streamMessage } from "./client/create-message.ts";
import { readStream, send, sourceOf, type Sender } from "./client/send.ts";
import { toModelFields } from "./client/to-model-fields.ts";
import { toServerFacts } from "./client/server-facts.ts";
import { bindStructuredOutput } from "./request/bind-structured-output.ts";
import { toMessageRequest } from "./request/to-message-request.ts";
import { toRequestFacts, toRequestParameters } from "./request/to-request-parameters.ts";
import { MessageReader } from "./response/message-reader.ts";
import { toAIMessageChunk } from "./response/to-ai-message-chunk.ts";

// What may be longer than this is streamed, since the client refuses to wait for it in one piece.
const longestWhole = 8_192;

/**
 * A chat model of Anthropic, by the official client.
 *
 * The content of its messages is a string. It is a list of content blocks when tools are bound, when the model thinks, or when a
 * document may be cited: then texts stand between blocks of other kinds (`text` of a message joins them in any case). Each block has
 * the `index` that joins its pieces. The input of a tool use is in `tool_calls` and `tool_call_chunks`. Pass a message of the model
 * back as it is: thinking and results of server tools go along.
 *
 * `usage_metadata.input_tokens` holds the tokens that were read from a cache or written to one; `response_metadata` has `id`,
 * `model`, `request_id`, `stop_reason` and `stop_sequence`.
 *
 * Fails with a `ProviderError` of `@rivulet/provider`. To try again is the client's matter, by `maxRetries`.
 *
 * @example
 * const model = new ChatAnthropic({ model: "claude-sonnet-5-5" });
 * for await (const chunk of model.stream("Why is the sky blue?")) process.stdout.write(chunk.text);
 */
export class ChatAnthropic extends ToolCallingChatModel<ChatAnthropicCallOptions> {
  // Private, as the fields are, so that a key is not printed with the model.
  readonly #client: AnthropicClient;
  readonly #fields: ChatAnthropicFields;

  /**
   * Made of its fields, or of the name of the model and the other fields.
   *
   * @throws an `InvalidArgumentError` when a field is wrong, or the client refuses its options.
   */
  constructor(fields: ChatAnthropicFields | string = {}, others: ChatAnthropicFields = {}) {
    const named = toModelFields(fields, others);
    super(named);
    this.#fields = named;
    this.#client = createClient(named);
  }

  /** The model's name, as the API knows it. */
  get model(): string {
    return toRequestParameters(this.#fields, {}).model;
  }

  protected override async *_streamResponseChunks(
    messages: readonly BaseMessage[],
    options: ModelOptions<ChatAnthropicCallOptions>,
  ): AsyncIterable<AIMessageChunk> {
    const request = toMessageRequest(this.#fields, options, messages);
    const sender = this.#sender(options);
    const sent = await send(sender, () => streamMessage(this.#client, request, options));
    const reader = new MessageReader({ ...request, requestId: sent.requestId });
    const source = sourceOf(sender, sent.requestId);
    for await (const event of readStream(sender, sent)) {
      const chunk = readEvent(reader, event, source);
      if (chunk !== undefined) yield chunk;
    }
  }

  protected override async _generate(
    messages: readonly BaseMessage[],
    options: ModelOptions<ChatAnthropicCallOptions>,
    run: RunManager,
  ): Promise<ChatResult> {
    const request = toMessageRequest(this.#fields, options, messages);
    const { streaming = request.body.max_tokens > longestWhole } = this.#fields;
    if (streaming) return super._generate(messages, options, run);
    const sender = this.#sender(options);
    const { data, requestId } = await send(sender, () =>
      createMessage(this.#client, request, options),
    );
    const message = readAnswer(data, sourceOf(sender, requestId), () =>
      toAIMessageChunk(data, { ...request, requestId }),
    );
    return { generations: [{ message }] };
  }

  #sender({ signal, options }: ModelOptions<ChatAnthropicCallOptions>): Sender {
    return { client: this.#client, signal, options };
  }

  protected override _modelMetadata(options: ChatAnthropicOptions): Metadata {
    const facts = toRequestFacts(toRequestParameters(this.#fields, options));
    return toModelMetadata({ ...facts, ...toServerFacts(this.#client) });
  }

  protected override _bindStructuredOutput(
    request: StructuredOutputRequest,
  ): StructuredOutputBinding<ChatAnthropicCallOptions> {
    return bindStructuredOutput(request, toRequestParameters(this.#fields, {}));
  }
}
