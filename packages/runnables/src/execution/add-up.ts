import type { RunManager } from "@rivulet/core";
import { ChunkAccumulator } from "@rivulet/core/runtime";
import type { Accumulator } from "../pipeline/accumulator.ts";
import type { Values } from "./values.ts";

/** How values add up. */
export interface AddUpOptions<Value> {
  /** By default what adds is added, and else the last value is the value. */
  readonly total?: Accumulator<Value>;
  /** What becomes of each value before anybody gets it. */
  readonly take?: (value: Value) => Value;
}

/**
 * What values come to, where a run is invoked and gives a whole: they are told as the run's chunks as they come. Waits while
 * the run is held; reads no further where it is cancelled.
 */
export async function addUp<Value>(
  run: RunManager,
  values: Values<Value>,
  { total = new ChunkAccumulator<Value>(), take }: AddUpOptions<Value> = {},
): Promise<Value> {
  for await (const given of values) {
    if (run.isHeld) await run.whenReleased();
    if (run.scope.isCancelled) break;
    const value = take === undefined ? given : take(given);
    total.add(value);
    run.stream(value);
  }
  return total.value;
}
