import { ChunkAccumulator } from "@rivulet/core/runtime";
import type { Accumulator } from "./accumulator.ts";

/** Adds up objects key by key, each key in its own way: what the chunks of parallel branches add up to. */
export class MergedRecord implements Accumulator<Readonly<Record<string, unknown>>> {
  readonly #createFor: (key: string) => Accumulator<unknown> | undefined;
  readonly #byKey = new Map<string, Accumulator<unknown>>();

  constructor(createFor: (key: string) => Accumulator<unknown> | undefined) {
    this.#createFor = createFor;
  }

  add(chunk: Readonly<Record<string, unknown>>): void {
    for (const [key, value] of Object.entries(chunk)) this.#accumulatorOf(key).add(value);
  }

  get value(): Readonly<Record<string, unknown>> {
    return Object.fromEntries([...this.#byKey].map(([key, { value }]) => [key, value]));
  }

  #accumulatorOf(key: string): Accumulator<unknown> {
    let accumulator = this.#byKey.get(key);
    if (accumulator === undefined) {
      accumulator = this.#createFor(key) ?? new ChunkAccumulator();
      this.#byKey.set(key, accumulator);
    }
    return accumulator;
  }
}
