import { ChunkAccumulator, CancelScope, processSettings, waitAtMost, type Cancellable } from "@rivulet/core";
import type { Sink, Upstream } from "../pipeline/sink.ts";

/** Reads the input stream that a caller gave to `transform` into a pipeline, at the pace that this one takes it. */
export class InputSource<Input> implements Upstream, Cancellable {
  readonly #iterator: AsyncIterator<Input>;
  readonly #entry: Sink<Input>;
  readonly #scope: CancelScope | undefined;
  #resume: (() => void) | undefined;
  #isDone = false;
  #closing: Promise<void> | undefined;

  constructor(input: AsyncIterable<Input>, entry: Sink<Input>, scope: CancelScope | undefined) {
    this.#iterator = input[Symbol.asyncIterator]();
    this.#entry = entry;
    this.#scope = scope;
    entry.attach(this);
  }

  /** Begins to read. */
  start(): void {
    this.#entry.begin();
    this.#scope?.add(this);
    void this.#read();
  }

  stop(): Promise<void> | undefined {
    if (this.#isDone) return this.#closing;
    this.#isDone = true;
    this.#scope?.remove(this);
    this.#resume?.();
    this.#closing = this.#close();
    return this.#closing;
  }

  onCancel(reason: unknown): void {
    if (this.#isDone) return;
    void this.stop()?.then(() => {
      this.#entry.fail(reason);
    });
  }

  async #read(): Promise<void> {
    const entry = this.#entry;
    const total = entry.wantsTotal ? new ChunkAccumulator<Input>() : undefined;
    try {
      while (!this.#isDone) {
        if (entry.pressure.isClosed) await this.#untilRoom();
        const result = await this.#iterator.next();
        if (this.#isDone) return;
        if (result.done === true) {
          this.#finish();
          entry.end(total && { value: total.value });
          return;
        }
        total?.add(result.value);
        entry.write(result.value);
      }
    } catch (error) {
      if (this.#isDone) return;
      this.#finish();
      entry.fail(error);
    }
  }

  #finish(): void {
    this.#isDone = true;
    this.#scope?.remove(this);
  }

  async #close(): Promise<void> {
    const closing = this.#iterator.return?.();
    if (closing === undefined) return;
    await waitAtMost(closing, processSettings.cancelTimeoutMs).catch(() => undefined);
  }

  #untilRoom(): Promise<void> {
    return new Promise((resolve) => {
      this.#resume = resolve;
      this.#entry.pressure.whenOpen(resolve);
    });
  }
}
