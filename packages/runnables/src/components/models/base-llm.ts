import { describeValue, InvalidArgumentError, type Metadata, type RunManager } from "@rivulet/core";
import { toListeners, type Listener } from "@rivulet/core/runtime";
import { NotImplementedError } from "../../errors/not-implemented-error.ts";
import type { Call } from "../../execution/call.ts";
import { withOwnCallbacks } from "../../execution/own-callbacks.ts";
import type { RunnableConfig } from "../../execution/runnable-config.ts";
import { coerceMessages } from "../../messages/coerce-message.ts";
import { getBufferString } from "../../messages/get-buffer-string.ts";
import { BlockAccumulator, type Accumulator } from "../../pipeline/accumulator.ts";
import type { Sink } from "../../pipeline/sink.ts";
import { isPromptValue } from "../../prompt-values/prompt-value.ts";
import { Runnable } from "../../runnable/runnable.ts";
import type { BaseModelFields, ChatModelInput } from "./base-chat-model.ts";
import { joinTexts } from "../../util/join-texts.ts";
import {
  invokeModel,
  ModelStage,
  type CallOptionsOf,
  type ModelEngine,
  type ModelOptions,
} from "./model-engine.ts";

/**
 * A text model: a prompt in, text out, chunk by chunk.
 *
 * A model of your own implements `_streamResponseChunks` (yield strings), or `_call`, or both.
 */
export abstract class BaseLLM<Options extends RunnableConfig = RunnableConfig> extends Runnable<
  ChatModelInput,
  string,
  Options
> {
  readonly #fields: BaseModelFields;
  readonly #listeners: readonly Listener[];
  #engine: ModelEngine<ChatModelInput, string, string> | undefined;

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
  override invokeIn(input: ChatModelInput, call: Call): Promise<string> {
    return invokeModel(this.#getEngine(), input, withOwnCallbacks(call, this.#listeners));
  }

  /** @internal */
  override connect(down: Sink<string>, call: Call): Sink<ChatModelInput> {
    return new ModelStage(down, withOwnCallbacks(call, this.#listeners), this.#getEngine());
  }

  /** @internal */
  override createAccumulator(): Accumulator<string> {
    return new BlockAccumulator(joinTexts);
  }

  /**
   * Yields the answer piece by piece, as an async generator or any other async iterable. By default the whole answer of
   * `_call`.
   */
  protected async *_streamResponseChunks(
    prompt: string,
    options: ModelOptions<Options>,
    run: RunManager,
  ): AsyncIterable<string> {
    yield await this._call(prompt, options, run);
  }

  /** Gives the answer at once. By default what `_streamResponseChunks` yields, joined. */
  protected async _call(
    prompt: string,
    options: ModelOptions<Options>,
    run: RunManager,
  ): Promise<string> {
    let text = "";
    for await (const chunk of this._streamResponseChunks(prompt, options, run)) text += chunk;
    return text;
  }

  /**
   * What the model tells of itself and of a call with these options, for the metadata of the run: see
   * {@link toModelMetadata}. Asked once for each run that anybody listens to, before it starts; must not throw. By default
   * nothing.
   */
  protected _modelMetadata(_options: CallOptionsOf<Options>): Metadata | undefined {
    return undefined;
  }

  #getEngine(): ModelEngine<ChatModelInput, string, string> {
    return (this.#engine ??= this.#createEngine());
  }

  #createEngine(): ModelEngine<ChatModelInput, string, string> {
    const base = basePrototype();
    const streams = this._streamResponseChunks !== base._streamResponseChunks;
    if (!streams && this._call === base._call) {
      throw new NotImplementedError(
        `${this.constructor.name} has neither \`_streamResponseChunks\` nor \`_call\`; give the class one of them.`,
      );
    }
    const { tags, metadata } = this.#fields;
    return {
      type: "llm",
      name: this.getName(),
      tags,
      metadata,
      hasBody: true,
      canStream: streams,
      prepare: toPrompt,
      describe: (prompt) => prompt,
      checkChunk: (chunk) => {
        if (typeof chunk === "string") return;
        throw new InvalidArgumentError(
          `\`_streamResponseChunks\` of ${this.constructor.name} yielded ${describeValue(chunk)}; yield strings.`,
        );
      },
      tellMetadata:
        this._modelMetadata === base._modelMetadata
          ? undefined
          : (options) => this._modelMetadata(options),
      noteFirstChunk: undefined,
      stream: (prompt, options, run) => this._streamResponseChunks(prompt, options, run),
      generate: (prompt, options, run) => this._call(prompt, options, run),
      createAccumulator: () => this.createAccumulator(),
    };
  }
}

// Where a class names itself, the compiler makes an alias of it, and with that no bundler leaves it out.
function basePrototype(): BaseLLM {
  const { prototype }: { readonly prototype: BaseLLM } = BaseLLM;
  return prototype;
}

function toPrompt(input: ChatModelInput): string {
  if (typeof input === "string") return input;
  if (isPromptValue(input)) return input.toString();
  if (Array.isArray(input)) return getBufferString(coerceMessages(input));
  throw InvalidArgumentError.of(
    "A text model was given",
    input,
    "a text, a list of messages or what a prompt put out",
  );
}
