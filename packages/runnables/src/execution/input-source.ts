import { InvalidArgumentError } from "@rivulet/core";
import { ChunkAccumulator, type Cancellable, type RunContext } from "@rivulet/core/runtime";
import type { Pressure, Sink, Upstream } from "../pipeline/sink.ts";
import { withinGrace } from "./within-grace.ts";

/** Reads the input stream that a caller gave to `transform` into a pipeline, at the pace that this one takes it. */
export class InputSource<Input> implements Upstream, Cancellable {
  readonly #iterator: AsyncIterator<Input>;
  readonly #entry: Sink<Input>;
  readonly #context: RunContext;
  #resume: (() => void) | undefined;
  #isDone = false;
  #closing: Promise<void> | undefined;

  constructor(input: AsyncIterable<Input>, entry: Sink<Input>, context: RunContext) {
    this.#iterator = iteratorOf(input);
    this.#entry = entry;
    this.#context = context;
    entry.attach(this);
  }

  /** Begins to read. */
  start(): void {
    this.#entry.begin();
    this.#context.scope?.add(this);
    void this.#read();
  }

  stop(): Promise<void> | undefined {
    if (this.#isDone) return this.#closing;
    this.#finish();
    this.#resume?.();
    this.#closing = withinGrace((async () => this.#iterator.return?.())());
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
      for (;;) {
        for (let closed = this.#findClosed(); closed !== undefined; closed = this.#findClosed())
          await this.#untilOpen(closed);
        if (this.#isDone) return;
        const result = await this.#iterator.next();
        if (this.#isDone) return;
        if (result.done === true) break;
        total?.add(result.value);
        entry.write(result.value);
      }
      this.#finish();
      entry.end(total && { value: total.value });
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (this.#isDone) return;
    this.#finish();
    this.#entry.fail(error);
  }

  #finish(): void {
    this.#isDone = true;
    this.#context.scope?.remove(this);
  }

  // What holds it back, as long as it reads: what is below, or a consumer of the events around it.
  #findClosed(): Pressure | undefined {
    if (this.#isDone) return undefined;
    const { pressure } = this.#entry;
    return pressure.isClosed ? pressure : this.#context.gates.find((gate) => gate.isClosed);
  }

  #untilOpen(closed: Pressure): Promise<void> {
    return new Promise((resolve) => {
      this.#resume = resolve;
      closed.whenOpen(resolve);
    });
  }
}

function iteratorOf<Input>(input: AsyncIterable<Input>): AsyncIterator<Input> {
  const given: unknown = input;
  if (typeof given === "object" && given !== null && Symbol.asyncIterator in given)
    return input[Symbol.asyncIterator]();
  throw InvalidArgumentError.of(
    "transform() was given",
    given,
    "an async iterable, or use stream()",
  );
}
