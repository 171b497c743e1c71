import type { PromiseOrValue } from "@rivulet/core/runtime";
import type { Accumulator } from "../pipeline/accumulator.ts";
import type { Sink } from "../pipeline/sink.ts";
import type { Call } from "./call.ts";

/**
 * What the primitives know of a runnable: enough to compose it. The fluent class `Runnable` is one; primitives are written
 * over this interface alone, so that they do not depend on the class that depends on them.
 *
 * For those who write primitives; users call `invoke`, `stream` and `streamEvents`.
 */
export interface RunnableLike<Input, Output> {
  /** The name of its runs: `runName`, else the component's own. */
  getName(): string;
  /** Runs once, on a whole input. Where nothing waits it gives the output itself, and throws in place of rejecting. */
  invokeIn(input: Input, call: Call): PromiseOrValue<Output>;
  /** Builds its streaming form in front of `down`. Nothing runs before the sink that is returned is told to begin. */
  connect(down: Sink<Output>, call: Call): Sink<Input>;
  /** How its output chunks add up. */
  createAccumulator(): Accumulator<Output>;
}
