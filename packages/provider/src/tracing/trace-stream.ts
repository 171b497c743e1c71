import type { ApiStream } from "./client-shapes.ts";
import type { TracedCall } from "./traced-call.ts";

/**
 * Makes a stream tell its events to a call as its reader gets them. The stream was made for this call and stays the same object,
 * so that whatever the client offers to read it by is as it was. Read a second time, it says what the client says then.
 */
export function traceStream(stream: ApiStream, call: TracedCall): void {
  const { iterator: iterate } = stream;
  let isTaken = false;
  stream.iterator = () => {
    const iterator = Reflect.apply(iterate, stream, []);
    if (isTaken) return iterator;
    isTaken = true;
    const traced = new TracedStreamIterator(iterator, call, stream.controller);
    call.watch(traced);
    return traced;
  };
  call.watch(stream);
}

type Step = IteratorResult<unknown, unknown>;

class TracedStreamIterator implements AsyncGenerator<unknown, unknown, unknown> {
  readonly [Symbol.toStringTag] = "AsyncGenerator";
  readonly #iterator: AsyncIterator<unknown, unknown, unknown>;
  readonly #call: TracedCall;
  // Made once: a closure for each chunk would cost as much as the chunk.
  readonly #take: (step: Step) => Step;
  readonly #fail: (error: unknown) => never;

  constructor(iterator: AsyncIterator<unknown>, call: TracedCall, controller: AbortController) {
    this.#iterator = iterator;
    this.#call = call;
    this.#take = (step) => {
      if (step.done === true) call.endStream(controller);
      else call.read(step.value);
      return step;
    };
    this.#fail = (error) => {
      call.fail(error);
      throw error;
    };
  }

  next(...sent: [] | [unknown]): Promise<Step> {
    const { run } = this.#call;
    if (!run.isHeld) return this.#advance(sent);
    return run.whenReleased().then(() => this.#advance(sent));
  }

  async return(value: unknown): Promise<Step> {
    const returned = this.#iterator.return?.(value) ?? { done: true, value: await value };
    try {
      return await returned;
    } finally {
      // After the client has closed the request.
      this.#call.leave();
    }
  }

  async throw(error: unknown): Promise<Step> {
    const thrown = this.#iterator.throw?.(error);
    return thrown === undefined ? this.#fail(error) : thrown.then(this.#take, this.#fail);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return(undefined);
  }

  #advance(sent: [] | [unknown]): Promise<Step> {
    return this.#iterator.next(...sent).then(this.#take, this.#fail);
  }
}
