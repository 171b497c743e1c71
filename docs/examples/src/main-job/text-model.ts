import { setTimeout as delay } from "node:timers/promises";
import {
  AIMessageChunk,
  BaseChatModel,
  type BaseMessage,
  type ModelOptions,
} from "@rivulet/runnables";
import type { TextSource } from "./text-source.ts";

/**
 * A chat model of one's own, in a dozen lines: it answers every prompt with the text of a file, in pieces as they are read.
 * The next piece is read when the chain has taken the last one, and a run that is cancelled closes the file.
 */
export class TextModel extends BaseChatModel {
  readonly #source: TextSource;
  readonly #delayMs: number;

  constructor(source: TextSource, delayMs: number) {
    super({ metadata: { source: source.name } });
    this.#source = source;
    this.#delayMs = delayMs;
  }

  protected override async *_streamResponseChunks(
    _messages: readonly BaseMessage[],
    { signal }: ModelOptions,
  ): AsyncGenerator<AIMessageChunk> {
    for await (const text of this.#source.read(signal)) {
      if (this.#delayMs > 0) await delay(this.#delayMs, undefined, { signal });
      yield new AIMessageChunk(text);
    }
  }
}
