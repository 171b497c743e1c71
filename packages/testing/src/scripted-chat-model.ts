import { InvalidArgumentError, type RunManager } from "@rivulet/core";
import {
  AIMessageChunk,
  ToolCallingChatModel,
  type BaseMessage,
  type BaseModelFields,
  type ModelOptions,
} from "@rivulet/runnables";
import { checkScript, playScript, type Script, type ScriptSettings } from "./script.ts";

/** A scripted chat model's chunks: texts, each a chunk, or chunks. */
export type ScriptedChunks = readonly (string | AIMessageChunk)[];

/**
 * What a scripted chat model answers: `chunks`, the same to every call, or `responses`, the first to the first call and so
 * on. A response is its chunks, or a script of its own; what is said beside `responses` goes for all of them.
 */
export type ScriptedChatModelFields = BaseModelFields &
  (
    | (Script<string | AIMessageChunk> & { readonly responses?: undefined })
    | (ScriptSettings & {
        readonly chunks?: undefined;
        readonly responses: readonly (ScriptedChunks | Script<string | AIMessageChunk>)[];
      })
  );

/**
 * A chat model that streams what it is told, to every call or call by call: for tests, examples and benchmarks, without a
 * network. It can wait between chunks, fail in the place of one, or stall until it is aborted. Tools that are bound to it do not
 * change what it answers.
 *
 * @example
 * const model = new ScriptedChatModel({ chunks: ["Hello", " world"], failAt: 1 });
 * const agentModel = new ScriptedChatModel({ responses: [[callOfATool], ["It rains."]] });
 */
export class ScriptedChatModel extends ToolCallingChatModel {
  readonly #scripts: readonly Script<AIMessageChunk>[];
  readonly #isSameToAll: boolean;
  #calls = 0;

  /** @throws {@link InvalidArgumentError} when a position in a script is none, or there is neither a script nor a response. */
  constructor(fields: ScriptedChatModelFields) {
    super(fields);
    this.#isSameToAll = fields.responses === undefined;
    this.#scripts = scriptsOf(fields);
  }

  protected override _streamResponseChunks(
    _messages: readonly BaseMessage[],
    options: ModelOptions,
    _run: RunManager,
  ): AsyncIterable<AIMessageChunk> {
    return playScript(this.#nextScript(), options);
  }

  #nextScript(): Script<AIMessageChunk> {
    const script = this.#scripts[this.#isSameToAll ? 0 : this.#calls];
    this.#calls += 1;
    if (script !== undefined) return script;
    throw new InvalidArgumentError(
      `${this.getName()} was called ${String(this.#calls)} times; give it a response for each call.`,
    );
  }
}

function scriptsOf(fields: ScriptedChatModelFields): readonly Script<AIMessageChunk>[] {
  const { responses } = fields;
  if (responses === undefined) return [checkScript({ ...fields, chunks: toChunks(fields.chunks) })];
  const { delayMs, failAt, stallAt, ignoresSignal } = fields;
  const settings = {
    ...(delayMs !== undefined && { delayMs }),
    ...(failAt !== undefined && { failAt }),
    ...(stallAt !== undefined && { stallAt }),
    ...(ignoresSignal !== undefined && { ignoresSignal }),
    ...("error" in fields && { error: fields.error }),
  };
  return responses.map((response) => {
    const script = isChunks(response) ? { chunks: response } : response;
    return checkScript({ ...settings, ...script, chunks: toChunks(script.chunks) });
  });
}

function isChunks(response: ScriptedChunks | Script<unknown>): response is ScriptedChunks {
  return Array.isArray(response);
}

function toChunks(chunks: ScriptedChunks): readonly AIMessageChunk[] {
  const given: unknown = chunks;
  if (!Array.isArray(given)) {
    throw InvalidArgumentError.of(
      "The chunks of a scripted chat model were",
      given,
      "a list of texts or chunks",
    );
  }
  return chunks.map((chunk) => (typeof chunk === "string" ? new AIMessageChunk(chunk) : chunk));
}
