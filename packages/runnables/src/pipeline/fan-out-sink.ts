import type { Known } from "@rivulet/core/runtime";
import type { Pressure, Sink } from "./sink.ts";

/**
 * Hands on what it is given to several sinks, in their order; has enough while any of them has. Who holds them stops them: it
 * is no upstream of theirs.
 */
export class FanOutSink<Chunk> implements Sink<Chunk>, Pressure {
  readonly #sinks: readonly Sink<Chunk>[];

  constructor(sinks: readonly Sink<Chunk>[]) {
    this.#sinks = sinks;
  }

  get pressure(): Pressure {
    return this;
  }

  get isClosed(): boolean {
    for (const { pressure } of this.#sinks) if (pressure.isClosed) return true;
    return false;
  }

  whenOpen(resume: () => void): void {
    const closed = this.#sinks.find(({ pressure }) => pressure.isClosed);
    if (closed === undefined) resume();
    else
      closed.pressure.whenOpen(() => {
        this.whenOpen(resume);
      });
  }

  get wantsTotal(): boolean {
    return this.#sinks.some((sink) => sink.wantsTotal);
  }

  attach(): void {
    // The step that holds the sinks is told to stop.
  }

  begin(input?: Known<Chunk>): void {
    for (const sink of this.#sinks) sink.begin(input);
  }

  write(chunk: Chunk): void {
    for (const sink of this.#sinks) sink.write(chunk);
  }

  end(total?: Known<Chunk>): void {
    for (const sink of this.#sinks) sink.end(total);
  }

  fail(error: unknown): void {
    for (const sink of this.#sinks) sink.fail(error);
  }
}
