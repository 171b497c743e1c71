import type { PromiseOrValue } from "@rivulet/core/runtime";
import type { Call } from "../execution/call.ts";
import {
  FunctionStage,
  invokeFunction,
  type FunctionComponent,
} from "../execution/function-stage.ts";
import type { RunnableLike } from "../execution/runnable-like.ts";
import type { Accumulator } from "../pipeline/accumulator.ts";
import type { Sink } from "../pipeline/sink.ts";

/** A function component as a runnable. */
export class FunctionRunnable<Input, Output> implements RunnableLike<Input, Output> {
  readonly #component: FunctionComponent<Input, Output>;

  constructor(component: FunctionComponent<Input, Output>) {
    this.#component = component;
  }

  getName(): string {
    return this.#component.name;
  }

  invokeIn(input: Input, call: Call): PromiseOrValue<Output> {
    return invokeFunction(this.#component, input, call);
  }

  connect(down: Sink<Output>, call: Call): Sink<Input> {
    return new FunctionStage(down, call, this.#component);
  }

  createAccumulator(): Accumulator<Output> {
    return this.#component.createAccumulator();
  }
}
