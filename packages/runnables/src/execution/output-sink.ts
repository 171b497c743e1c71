import type { Known } from "@rivulet/core/runtime";
import { noPressure } from "../pipeline/no-pressure.ts";
import type { Pressure, Sink } from "../pipeline/sink.ts";

/** The end of a pipeline whose chunks nobody reads: gives the whole output as a promise. */
export class OutputSink<Output> implements Sink<Output> {
  readonly pressure: Pressure = noPressure;
  readonly wantsTotal = true;
  readonly output: Promise<Output>;
  #resolve: (output: Output) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;

  constructor() {
    this.output = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  attach(): void {
    // Who cancels it does so through the scope.
  }

  begin(): void {
    // There is nothing below.
  }

  write(): void {
    // The producer adds the chunks up.
  }

  end(total?: Known<Output>): void {
    this.#resolve(total?.value as Output);
  }

  fail(error: unknown): void {
    this.#reject(error);
  }
}
