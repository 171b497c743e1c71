import type { Known } from "@rivulet/core/runtime";
import type { Pressure, Sink, Upstream } from "./sink.ts";

/** What becomes of what a relay receives: by default the chunks are those of the step, and a failure is its own. */
export interface RelayTarget<Chunk> {
  readonly write?: (chunk: Chunk) => void;
  readonly end: (total: Known<Chunk> | undefined) => void;
  readonly fail?: (error: unknown) => void;
}

/** The step that holds an inner pipeline. */
export interface RelayHost<Chunk> {
  /** As long as what stands below the step has enough, so has the inner pipeline. */
  readonly down: { readonly pressure: Pressure };
  readonly wantsOutputTotal: boolean;
  emit(chunk: Chunk): void;
  fail(error: unknown): void;
}

/** The sink below an inner pipeline, for the step that holds it: hands everything on to that step. */
export class RelaySink<Chunk> implements Sink<Chunk>, Upstream {
  readonly #host: RelayHost<Chunk>;
  readonly #target: RelayTarget<Chunk>;
  #upstream: Upstream | undefined;
  #pressure: Pressure | undefined;

  constructor(host: RelayHost<Chunk>, target: RelayTarget<Chunk>) {
    this.#host = host;
    this.#target = target;
  }

  get pressure(): Pressure {
    return this.#pressure ?? this.#host.down.pressure;
  }

  get wantsTotal(): boolean {
    return this.#host.wantsOutputTotal;
  }

  attach(upstream: Upstream): void {
    this.#upstream = upstream;
  }

  begin(): void {
    // The step that holds the pipeline has begun already. Asked once: deep inside, each level would ask the one around it.
    this.#pressure = this.#host.down.pressure;
  }

  write(chunk: Chunk): void {
    const { write } = this.#target;
    if (write === undefined) this.#host.emit(chunk);
    else write(chunk);
  }

  end(total?: Known<Chunk>): void {
    this.#target.end(total);
  }

  fail(error: unknown): void {
    const { fail } = this.#target;
    if (fail === undefined) this.#host.fail(error);
    else fail(error);
  }

  /** Stops the inner pipeline. */
  stop(reason: unknown): Promise<void> | undefined {
    return this.#upstream?.stop(reason);
  }
}
