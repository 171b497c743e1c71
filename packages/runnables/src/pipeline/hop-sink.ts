import { Gate, type Known } from "@rivulet/core/runtime";
import { CurrentPressure } from "./current-pressure.ts";
import type { Pressure, Sink, Upstream } from "./sink.ts";

/**
 * Hands on what it is given in a microtask of its own, in order: there the stack begins anew. Plain calls from step to step
 * overflow it some thousand steps down.
 */
export class HopSink<Chunk> implements Sink<Chunk>, Upstream {
  readonly pressure: Pressure;
  /** It must be told, since what is below has not begun when it is asked. */
  readonly wantsTotal = true;
  readonly #below: Sink<Chunk>;
  #upstream: Upstream | undefined;
  readonly #gate = new Gate();
  #calls: (() => void)[] = [];

  constructor(below: Sink<Chunk>) {
    this.#below = below;
    this.pressure = new CurrentPressure(() => (this.#gate.isClosed ? this.#gate : below.pressure));
    below.attach(this);
  }

  attach(upstream: Upstream): void {
    this.#upstream = upstream;
  }

  begin(input?: Known<Chunk>): void {
    this.#hop(() => {
      this.#below.begin(input);
    });
  }

  write(chunk: Chunk): void {
    this.#hop(() => {
      this.#below.write(chunk);
    });
  }

  end(total?: Known<Chunk>): void {
    this.#hop(() => {
      this.#below.end(total);
    });
  }

  fail(error: unknown): void {
    this.#hop(() => {
      this.#below.fail(error);
    });
  }

  stop(reason: unknown): Promise<void> {
    return Promise.resolve().then(() => this.#upstream?.stop(reason));
  }

  #hop(call: () => void): void {
    this.#calls.push(call);
    if (this.#calls.length > 1) return;
    // A source that is not awaited would fill the list before what is below has seen any of it.
    this.#gate.close();
    queueMicrotask(this.#handOn);
  }

  readonly #handOn = (): void => {
    // What comes in meanwhile is handed on as well: it stands behind what was there.
    for (let index = 0; index < this.#calls.length; index += 1) this.#calls[index]?.();
    this.#calls = [];
    this.#gate.open();
  };
}
