import { ChunkAccumulator } from "@rivulet/core/runtime";
import { FunctionRunnable } from "./function-runnable.ts";
import type { RunnableFunction } from "./runnable-function.ts";

/** How a lambda is made. */
export interface LambdaFields<Input, Output> {
  readonly func: RunnableFunction<Input, Output>;
  readonly name?: string | undefined;
}

/**
 * A function as a runnable. It takes a whole input; in a stream it waits for the end of its input, and hands on what it
 * returns as one chunk. A generator that it returns is streamed; a runnable that it returns is run in its place.
 */
export class Lambda<Input, Output> extends FunctionRunnable<Input, Output> {
  constructor({ func, name }: LambdaFields<Input, Output>) {
    super({
      type: "chain",
      name: name ?? (func.name === "" ? "RunnableLambda" : func.name),
      // Not the function itself: a body is given the run as well.
      body: (input, config) => func(input, config),
      createAccumulator: () => new ChunkAccumulator<Output>(),
    });
  }
}
