import type { Known } from "@rivulet/core/runtime";
import type { Pressure, Sink } from "./sink.ts";

/** The step that holds the sinks. */
export interface FanOutHost {
  /** The pressure of a consumer of events who has enough for now; `undefined` where nobody has. */
  readonly closedPressure: Pressure | undefined;
  /** Calls `next` when it is open; never, when nobody needs what would come any more. */
  whenOpen(closed: Pressure, next: () => void): void;
}

/**
 * Hands on what it is given to several sinks, in their order; has enough while any of them has. Who holds them stops them: it
 * is no upstream of theirs.
 *
 * The end of the input is where steps begin that work on a whole input: it is told to one after the other, as long as nobody
 * holds them back. A thousand that began together would each wait for the consumer, and cost half as much again.
 */
export class FanOutSink<Chunk> implements Sink<Chunk>, Pressure {
  readonly #sinks: readonly Sink<Chunk>[];
  readonly #host: FanOutHost;

  constructor(sinks: readonly Sink<Chunk>[], host: FanOutHost) {
    this.#sinks = sinks;
    this.#host = host;
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
    this.#end(0, total);
  }

  fail(error: unknown): void {
    for (const sink of this.#sinks) sink.fail(error);
  }

  #end(first: number, total: Known<Chunk> | undefined): void {
    for (let index = first; index < this.#sinks.length; index += 1) {
      const closed = index > 0 ? this.#host.closedPressure : undefined;
      if (closed !== undefined) {
        this.#host.whenOpen(closed, () => {
          this.#end(index, total);
        });
        return;
      }
      this.#sinks[index]?.end(total);
    }
  }
}
