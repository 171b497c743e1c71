import { RunCancelledError } from "@rivulet/core";
import { BoundedQueue, CancelScope, defaultHighWaterMark, Gate } from "@rivulet/core/runtime";
import type { Pressure, Sink } from "../pipeline/sink.ts";
import type { Call } from "./call.ts";

/** Connects and feeds a pipeline that ends in `sink`. */
export type PipelineStart<Output> = (sink: Sink<Output>, call: Call) => void;

/**
 * The chunks of a runnable's output, for one `for await` loop: what `stream` and `transform` return. Nothing runs before the
 * first chunk is asked for. While the loop is 64 chunks behind the run waits; leaving the loop cancels the run, and its
 * `finally` blocks have run when the loop's next statement does. A failure is thrown by the loop, once.
 */
export class OutputStream<Output> implements AsyncIterableIterator<Output, undefined> {
  readonly #call: Call;
  readonly #start: PipelineStart<Output>;
  readonly #queue: BoundedQueue<Output>;
  readonly #gate = new Gate();
  readonly #settled: Promise<void>;
  #settle: () => void = () => undefined;
  // Made at the start: a stream that nobody reads leaves nothing behind where it was made.
  #scope: CancelScope | undefined;
  #hasStarted = false;

  constructor(call: Call, start: PipelineStart<Output>) {
    this.#call = call;
    this.#start = start;
    this.#settled = new Promise((resolve) => {
      this.#settle = resolve;
    });
    this.#queue = new BoundedQueue<Output>({
      gate: this.#gate,
      highWaterMark: defaultHighWaterMark,
      onLeave: () => this.#leave(),
    });
  }

  next(): Promise<IteratorResult<Output, undefined>> {
    if (!this.#hasStarted) {
      this.#hasStarted = true;
      this.#begin();
    }
    return this.#queue.next();
  }

  return(): Promise<IteratorResult<Output, undefined>> {
    return this.#queue.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #begin(): void {
    const sink = this.#createSink();
    const { context } = this.#call;
    this.#scope = new CancelScope(context.scope);
    try {
      this.#start(sink, { ...this.#call, context: context.withScope(this.#scope) });
    } catch (error) {
      sink.fail(error);
    }
  }

  #leave(): Promise<void> | undefined {
    if (!this.#hasStarted) {
      this.#hasStarted = true;
      this.#close();
      return undefined;
    }
    this.#scope?.cancel(
      new RunCancelledError("The run was cancelled because its last consumer left."),
    );
    return this.#settled;
  }

  #close(): void {
    this.#scope?.close();
    this.#settle();
  }

  #createSink(): Sink<Output> {
    const pressure: Pressure = this.#gate;
    const queue = this.#queue;
    return {
      pressure,
      wantsTotal: false,
      attach: () => undefined,
      begin: () => undefined,
      write: (chunk) => {
        queue.push(chunk);
      },
      end: () => {
        this.#close();
        queue.end();
      },
      fail: (error) => {
        this.#close();
        queue.fail(error);
      },
    };
  }
}
