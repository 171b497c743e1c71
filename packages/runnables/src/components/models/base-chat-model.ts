import { describeValue, InvalidArgumentError, type Metadata, type RunManager } from "@rivulet/core";
import { NotImplementedError } from "../../errors/not-implemented-error.ts";
import type { Call } from "../../execution/call.ts";
import type { StandardSchema } from "../../execution/standard-schema.ts";
import { AIMessageChunk } from "../../messages/ai-message-chunk.ts";
import type { AIMessage } from "../../messages/ai-message.ts";
import type { BaseMessage } from "../../messages/base-message.ts";
import { coerceMessages } from "../../messages/coerce-message.ts";
import type { MessageLike } from "../../messages/message-like.ts";
import { isAIMessageChunk } from "../../messages/is-message.ts";
import { concatChunks } from "../../messages/concat-chunks.ts";
import { BlockAccumulator, type Accumulator } from "../../pipeline/accumulator.ts";
import type { Sink } from "../../pipeline/sink.ts";
import { isPromptValue, type PromptValue } from "../../prompt-values/prompt-value.ts";
import { Runnable } from "../../runnable/runnable.ts";
import { StructuredAnswerParser } from "../parsers/structured-answer-parser.ts";
import { checkTools } from "../tools/check-tools.ts";
import type { JsonSchema } from "../tools/to-json-schema.ts";
import { toToolDefinition } from "../tools/to-tool-definition.ts";
import type { BaseChatModelCallOptions, BindToolsInput } from "./chat-model-call-options.ts";
import {
  invokeModel,
  ModelStage,
  type CallOptionsOf,
  type ModelEngine,
  type ModelOptions,
} from "./model-engine.ts";
import { timeToFirstChunkKey, type ModelFacts } from "./model-facts.ts";
import {
  toStructuredOutputRequest,
  type RawAndParsed,
  type StructuredOutputBinding,
  type StructuredOutputOptions,
  type StructuredOutputRequest,
} from "./structured-output.ts";
import { withAnswerParser } from "./with-answer-parser.ts";

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

/** What every model's constructor takes. Tags and metadata are those of the model's own runs. */
export interface BaseModelFields {
  readonly name?: string;
  readonly tags?: readonly string[];
  readonly metadata?: Metadata;
}

/**
 * A chat model: messages in, one message out, chunk by chunk.
 *
 * A model of your own implements `_streamResponseChunks` (yield an {@link AIMessageChunk} per token; pass `options.signal` on,
 * so that leaving closes the request), or `_generate`, or both. A model that is only invoked inside an observed run streams
 * its tokens into the events all the same.
 *
 * @see The document, "LLMs and chat models".
 */
export abstract class BaseChatModel<
  Options extends BaseChatModelCallOptions = BaseChatModelCallOptions,
> extends Runnable<ChatModelInput, AIMessageChunk, Options> {
  readonly #fields: BaseModelFields;
  #engine: ModelEngine<ChatModelInput, readonly BaseMessage[], AIMessageChunk> | undefined;

  constructor(fields: BaseModelFields = {}) {
    super();
    this.#fields = fields;
  }

  override getName(): string {
    return this.#fields.name ?? super.getName();
  }

  /**
   * The same model, told of tools that it may call: its answers have `tool_calls`, and a tool that is called with one answers
   * with a `ToolMessage`. What is given in `kwargs` (`tool_choice`, for one) goes into each call as well.
   *
   * @throws {@link InvalidArgumentError} when a tool has no name, or its schema no JSON form.
   *
   * @example
   * const answer = await model.bindTools([weather]).invoke("Is it raining in Oslo?");
   * const results = await Promise.all(answer.tool_calls.map((call) => weather.invoke(call)));
   */
  bindTools(
    tools: readonly BindToolsInput[],
    kwargs: Partial<Options> = {},
  ): Runnable<ChatModelInput, AIMessageChunk, Options> {
    checkTools(tools, "What bindTools() was given");
    return this.withConfig({ ...kwargs, tools });
  }

  /**
   * The model and a parser, that answer in the form of a schema: of zod, which checks the answer, or a JSON schema, which the
   * model alone is told. Streams the answer while it grows; its last chunk is whole, and checked.
   *
   * Fails with an `OutputParserError` when the model's answer has no such form. With `includeRaw` it does not: `parsed` is
   * `null` then, and comes in one piece.
   *
   * @throws {@link InvalidArgumentError} when the schema has no JSON form, or the model lacks the method.
   *
   * @example
   * const joke = await model.withStructuredOutput(z.object({ setup: z.string(), punchline: z.string() })).invoke("Tell one.");
   */
  withStructuredOutput<Output>(
    schema: StandardSchema<Output>,
    options: StructuredOutputOptions & { readonly includeRaw: true },
  ): Runnable<ChatModelInput, RawAndParsed<AIMessageChunk, Output>>;
  withStructuredOutput<Output>(
    schema: StandardSchema<Output>,
    options?: StructuredOutputOptions,
  ): Runnable<ChatModelInput, Output>;
  withStructuredOutput<Output = Readonly<Record<string, unknown>>>(
    schema: JsonSchema,
    options: StructuredOutputOptions & { readonly includeRaw: true },
  ): Runnable<ChatModelInput, RawAndParsed<AIMessageChunk, Output>>;
  withStructuredOutput<Output = Readonly<Record<string, unknown>>>(
    schema: JsonSchema,
    options?: StructuredOutputOptions,
  ): Runnable<ChatModelInput, Output>;
  withStructuredOutput<Output>(
    schema: StandardSchema<Output> | JsonSchema,
    options: StructuredOutputOptions = {},
  ): Runnable<ChatModelInput, never> {
    const request = toStructuredOutputRequest(schema, options);
    const binding = this._bindStructuredOutput(request);
    const includesRaw = options.includeRaw === true;
    const parser = new StructuredAnswerParser<Output>({
      schema,
      toolName: binding.method === "functionCalling" ? request.name : undefined,
      isStreamed: !includesRaw,
    });
    return withAnswerParser(this.withConfig(binding.options), parser, includesRaw);
  }

  /** @internal */
  override invokeIn(input: ChatModelInput, call: Call): Promise<AIMessageChunk> {
    return invokeModel(this.#getEngine(), input, call);
  }

  /** @internal */
  override connect(down: Sink<AIMessageChunk>, call: Call): Sink<ChatModelInput> {
    return new ModelStage(down, call, this.#getEngine());
  }

  /** @internal */
  override createAccumulator(): Accumulator<AIMessageChunk> {
    return new BlockAccumulator(concatChunks);
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
   * What the model tells of itself and of a call with these options: it stands in the metadata of the run, under the names of
   * the GenAI conventions. Asked once for each run that anybody listens to, before it starts; must not throw. By default
   * nothing.
   */
  protected _modelFacts(_options: CallOptionsOf<Options>): ModelFacts | undefined {
    return undefined;
  }

  /**
   * How the provider is asked for an answer in a form. By default by a tool that the model must call; override it where the
   * provider has a way of its own, and leave `functionCalling` to `super`.
   *
   * @throws {@link InvalidArgumentError} when the model lacks the method.
   */
  protected _bindStructuredOutput(
    request: StructuredOutputRequest,
  ): StructuredOutputBinding<Options> {
    const { name, description, schema, method = "functionCalling" } = request;
    if (method !== "functionCalling") {
      throw new InvalidArgumentError(
        `${this.constructor.name} cannot answer by the method ${method}; leave the method out, or take "functionCalling".`,
      );
    }
    const tool = { name, description, schema };
    toToolDefinition(tool);
    const options: Partial<BaseChatModelCallOptions> = { tools: [tool], tool_choice: name };
    return { method, options: options as Partial<Options> };
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
      facts:
        this._modelFacts === BaseChatModel.prototype._modelFacts
          ? undefined
          : (options) => this._modelFacts(options),
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
    const { generations } = await this._generate(messages, options, run);
    const message = generations[0]?.message;
    if (message === undefined) {
      throw new NotImplementedError(
        `\`_generate\` of ${this.constructor.name} gave no generation; give at least one.`,
      );
    }
    return message instanceof AIMessageChunk ? message : new AIMessageChunk(message.toFields());
  }
}

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
  throw new InvalidArgumentError(
    `A chat model was given ${describeValue(input)}; give a text, a list of messages or what a prompt put out.`,
  );
}
