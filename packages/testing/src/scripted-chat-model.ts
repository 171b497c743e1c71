import type { RunManager } from "@rivulet/core";
import {
  AIMessageChunk,
  BaseChatModel,
  type BaseMessage,
  type BaseModelFields,
  type ModelOptions,
} from "@rivulet/runnables";
import { checkScript, playScript, type Script } from "./script.ts";

/** What a scripted chat model answers: texts, each a chunk, or chunks. */
export interface ScriptedChatModelFields extends BaseModelFields, Script<string | AIMessageChunk> {}

/**
 * A chat model that streams what it is told, the same to every call: for tests, examples and benchmarks, without a network.
 * It can wait between chunks, fail in the place of one, or stall until it is aborted.
 *
 * @example
 * const model = new ScriptedChatModel({ chunks: ["Hello", " world"], failAt: 1 });
 */
export class ScriptedChatModel extends BaseChatModel {
  readonly #script: Script<AIMessageChunk>;

  /** @throws {@link InvalidArgumentError} when a position in the script is none. */
  constructor(fields: ScriptedChatModelFields) {
    super(fields);
    const chunks = fields.chunks.map((chunk) =>
      typeof chunk === "string" ? new AIMessageChunk(chunk) : chunk,
    );
    this.#script = checkScript({ ...fields, chunks });
  }

  protected override _streamResponseChunks(
    _messages: readonly BaseMessage[],
    options: ModelOptions,
    _run: RunManager,
  ): AsyncIterable<AIMessageChunk> {
    return playScript(this.#script, options);
  }
}
