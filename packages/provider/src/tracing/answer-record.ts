import type { RunManager } from "@rivulet/core";
import {
  AIMessageChunk,
  concatChunks,
  isAIMessageChunk,
  timeToFirstChunkKey,
} from "@rivulet/runnables";
import type { AnswerReader } from "./traced-endpoint.ts";

/** Tells the chunks of one streamed answer, and keeps what they add up to where somebody wants that. */
export class AnswerRecord {
  readonly #run: RunManager;
  readonly #reader: AnswerReader;
  readonly #startedAt: number;
  readonly #chunks: unknown[] | undefined;
  #isFirst = true;

  constructor(run: RunManager, reader: AnswerReader, startedAt: number) {
    this.#run = run;
    this.#reader = reader;
    this.#startedAt = startedAt;
    this.#chunks = run.hears("end") ? [] : undefined;
  }

  /** @throws what the reader throws. */
  read(event: unknown): void {
    this.#tell(this.#reader.read(event));
  }

  /**
   * What the answer adds up to.
   *
   * @throws {@link ProviderError} when the stream ended before its answer did.
   */
  end(): unknown {
    this.#tell(this.#reader.end?.());
    return this.#chunks === undefined ? undefined : joinChunks(this.#chunks);
  }

  #tell(given: unknown): void {
    if (given === undefined) return;
    const chunk = this.#isFirst ? this.#timed(given) : given;
    this.#isFirst = false;
    this.#chunks?.push(chunk);
    this.#run.stream(chunk);
  }

  #timed(chunk: unknown): unknown {
    if (!(chunk instanceof AIMessageChunk)) return chunk;
    const seconds = (performance.now() - this.#startedAt) / 1000;
    const { response_metadata: facts } = chunk;
    return new AIMessageChunk({
      ...chunk.toFields(),
      response_metadata: { ...facts, [timeToFirstChunkKey]: seconds },
    });
  }
}

/** Messages and texts are joined; anything else is told as the list that it came as. */
function joinChunks(chunks: readonly unknown[]): unknown {
  if (chunks.length > 0 && chunks.every(isAIMessageChunk)) return concatChunks(chunks);
  const areTexts = chunks.length > 0 && chunks.every((chunk) => typeof chunk === "string");
  return areTexts ? chunks.join("") : chunks;
}
