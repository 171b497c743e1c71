import { describeValue, InvalidArgumentError, type Metadata, type RunManager } from "@rivulet/core";
import { toListeners, type Listener } from "@rivulet/core/runtime";
import { NotImplementedError } from "../../errors/not-implemented-error.ts";
import type { Call } from "../../execution/call.ts";
import { withOwnCallbacks, type OwnCallbacks } from "../../execution/own-callbacks.ts";
import { AIMessageChunk } from "../../messages/ai-message-chunk.ts";
import type { AIMessage } from "../../messages/ai-message.ts";
import type { BaseMessage } from "../../messages/base-message.ts";
import { coerceMessages } from "../../messages/coerce-message.ts";
import type { MessageLike } from "../../messages/message-like.ts";
import { isAIMessageChunk, isBaseMessage } from "../../messages/is-message.ts";
import { joinChunks } from "../../messages/concat-chunks.ts";
import { BlockAccumulator, type Accumulator } from "../../pipeline/accumulator.ts";
import type { Sink } from "../../pipeline/sink.ts";
import { isPromptValue, type PromptValue } from "../../prompt-values/prompt-value.ts";
import { Runnable } from "../../runnable/runnable.ts";
import type { BaseChatModelCallOptions } from "./chat-model-call-options.ts";
import {
  invokeModel,
  ModelStage,
  type CallOptionsOf,
  type ModelEngine,
  type ModelOptions,
} from "./model-engine.ts";
import { timeToFirstChunkKey } from "./with-told-metadata.ts";

/** What a chat model takes: a text, messages, or what a prompt put out. */
export type ChatModelInput = string | readonly MessageLike[] | PromptValue;

/** One answer of a chat model. */
export interface ChatGeneration {
  readonly text?: string;
  readonly message: AIMessage;
}

/** What a chat model gives at once. */
export interface ChatResult {
  readonly generations: readonly ChatGeneration[];
  readonly llmOutput?: Readonly<Record<string, unknown>>;
}

/** What every model's constructor takes. Callbacks, tags and metadata are those of the model's own runs. */
export interface BaseModelFields {
  readonly name?: string;
  /** Handlers of the model's runs alone. */
  readonly callbacks?: OwnCallbacks;
  readonly tags?: readonly string[];
  readonly metadata?: Metadata;
}

/**
 * A chat model: messages in, one message out, chunk by chunk.
 *
 * A model of your own implements `_streamResponseChunks` (yield an {@link AIMessageChunk} per token; pass `options.signal` on,
 * so that leaving closes the request), or `_generate`, or both. A model that is only invoked inside an observed run streams
 * its tokens into the events all the same. A model that can call tools derives from `ToolCallingChatModel`.
 *
 * @see The document, "LLMs and chat models".
 */
export abstract class BaseChatModel<
  Options extends BaseChatModelCallOptions = BaseChatModelCallOptions,
> extends Runnable<ChatModelInput, AIMessageChunk, Options> {
  readonly #fields: BaseModelFields;
  readonly #listeners: readonly Listener[];
  #engine: ModelEngine<ChatModelInput, readonly BaseMessage[], AIMessageChunk> | undefined;

  /** @throws {@link InvalidArgumentError} when `callbacks` is no list of handlers. */
  constructor(fields: BaseModelFields = {}) {
    super();
    this.#fields = fields;
    this.#listeners = toListeners(fields.callbacks ?? []);
  }

  override getName(): string {
    return this.#fields.name ?? super.getName();
  }

  /** @internal */
  override invokeIn(input: ChatModelInput, call: Call): Promise<AIMessageChunk> {
    return invokeModel(this.#getEngine(), input, withOwnCallbacks(call, this.#listeners));
  }

  /** @internal */
  override connect(down: Sink<AIMessageChunk>, call: Call): Sink<ChatModelInput> {
    return new ModelStage(down, withOwnCallbacks(call, this.#listeners), this.#getEngine());
  }

  /** @internal */
  override createAccumulator(): Accumulator<AIMessageChunk> {
    return new BlockAccumulator(joinChunks);
  }

  /**
   * Yields the answer chunk by chunk, as an async generator or any other async iterable. By default the whole answer of
   * `_generate`, as one chunk.
   */
  protected async *_streamResponseChunks(
    messages: readonly BaseMessage[],
    options: ModelOptions<Options>,
    run: RunManager,
  ): AsyncIterable<AIMessageChunk> {
    yield await this.#generateChunk(messages, options, run);
  }

  /** Gives the answer at once. By default what `_streamResponseChunks` yields, added up. */
  protected async _generate(
    messages: readonly BaseMessage[],
    options: ModelOptions<Options>,
    run: RunManager,
  ): Promise<ChatResult> {
    const total = this.createAccumulator();
    for await (const chunk of this._streamResponseChunks(messages, options, run)) total.add(chunk);
    return { generations: [{ message: total.value }] };
  }

  /**
   * What the model tells of itself and of a call with these options, for the metadata of the run: see
   * {@link toModelMetadata}. Asked once for each run that anybody listens to, before it starts; must not throw. By default
   * nothing.
   */
  protected _modelMetadata(_options: CallOptionsOf<Options>): Metadata | undefined {
    return undefined;
  }

  // Not in the constructor: a subclass's name and methods are not there yet.
  #getEngine(): ModelEngine<ChatModelInput, readonly BaseMessage[], AIMessageChunk> {
    return (this.#engine ??= this.#createEngine());
  }

  #createEngine(): ModelEngine<ChatModelInput, readonly BaseMessage[], AIMessageChunk> {
    const streams = this._streamResponseChunks !== BaseChatModel.prototype._streamResponseChunks;
    const generates = this._generate !== BaseChatModel.prototype._generate;
    if (!streams && !generates) {
      throw new NotImplementedError(
        `${this.constructor.name} has neither \`_streamResponseChunks\` nor \`_generate\`; give the class one of them.`,
      );
    }
    const { tags, metadata } = this.#fields;
    return {
      type: "chat_model",
      name: this.getName(),
      tags,
      metadata,
      hasBody: true,
      canStream: streams,
      prepare: toMessages,
      describe: (messages) => ({ messages: [messages] }),
      checkChunk: (chunk) => {
        if (isAIMessageChunk(chunk)) return;
        throw new InvalidArgumentError(
          `\`_streamResponseChunks\` of ${this.constructor.name} yielded ${describeValue(chunk)}; yield AIMessageChunks (of a generation, its message).`,
        );
      },
      tellMetadata:
        this._modelMetadata === BaseChatModel.prototype._modelMetadata
          ? undefined
          : (options) => this._modelMetadata(options),
      noteFirstChunk,
      stream: (messages, options, run) => this._streamResponseChunks(messages, options, run),
      generate: (messages, options, run) => this.#generateChunk(messages, options, run),
      createAccumulator: () => this.createAccumulator(),
    };
  }

  async #generateChunk(
    messages: readonly BaseMessage[],
    options: ModelOptions<Options>,
    run: RunManager,
  ): Promise<AIMessageChunk> {
    const result: LooseResult = await this._generate(messages, options, run);
    const message = result?.generations?.[0]?.message;
    if (!isBaseMessage(message)) {
      throw new NotImplementedError(
        `\`_generate\` of ${this.constructor.name} gave no \`{ generations: [{ message }] }\`; give one.`,
      );
    }
    return message instanceof AIMessageChunk ? message : new AIMessageChunk(message.toFields());
  }
}

/** What a class in JavaScript may give. */
type LooseResult = Partial<ChatResult> | null | undefined;

// Into the message, which is where a model's response tells of itself; what the chunks add up to has it by that.
function noteFirstChunk(chunk: AIMessageChunk, seconds: number): AIMessageChunk {
  const { response_metadata: facts } = chunk;
  return new AIMessageChunk({
    ...chunk.toFields(),
    response_metadata: { ...facts, [timeToFirstChunkKey]: seconds },
  });
}

/**
 * The messages that a chat model's input stands for.
 *
 * @throws {@link InvalidArgumentError} when it stands for none.
 */
export function toMessages(input: ChatModelInput): readonly BaseMessage[] {
  if (isPromptValue(input)) return input.toChatMessages();
  if (typeof input === "string") return coerceMessages([input]);
  if (Array.isArray(input)) return coerceMessages(input);
  throw InvalidArgumentError.of(
    "A chat model was given",
    input,
    "a text, a list of messages or what a prompt put out",
  );
}
