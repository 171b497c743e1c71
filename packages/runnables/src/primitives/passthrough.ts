import { enterRun, type Known, type PromiseOrValue } from "@rivulet/core/runtime";
import type { Call } from "../execution/call.ts";
import { ChildConfig } from "../execution/child-config.ts";
import { invokeRun } from "../execution/invoke-run.ts";
import type { RunnableConfig } from "../execution/runnable-config.ts";
import type { RunnableLike } from "../execution/runnable-like.ts";
import { TransformStage } from "../execution/transform-stage.ts";
import { LastValue, type Accumulator } from "../pipeline/accumulator.ts";
import type { Sink } from "../pipeline/sink.ts";

/** How a passthrough is made. */
export interface PassthroughFields<Value> {
  /** Called with the whole input, for its effect; in a stream when the input has ended. */
  readonly func?: ((input: Value, config: RunnableConfig) => void) | undefined;
  readonly name?: string | undefined;
}

/** Hands its input on as it is: chunk by chunk in a stream. */
export class Passthrough<Value> implements RunnableLike<Value, Value> {
  readonly func: ((input: Value, config: RunnableConfig) => void) | undefined;
  readonly #name: string;

  constructor(fields: PassthroughFields<Value> = {}) {
    this.func = fields.func;
    this.#name = fields.name ?? "RunnablePassthrough";
  }

  getName(): string {
    return this.#name;
  }

  invokeIn(input: Value, call: Call): PromiseOrValue<Value> {
    return invokeRun(call, { type: "chain", name: this.#name, input }, (run) => {
      this.func?.(input, new ChildConfig(run));
      return input;
    });
  }

  connect(down: Sink<Value>, call: Call): Sink<Value> {
    return new PassthroughStage(down, call, this);
  }

  createAccumulator(): Accumulator<Value> {
    return new LastValue();
  }
}

class PassthroughStage<Value> extends TransformStage<Value, Value> {
  readonly #func: Passthrough<Value>["func"];

  constructor(down: Sink<Value>, call: Call, passthrough: Passthrough<Value>) {
    super(down, call, { type: "chain", name: passthrough.getName() });
    this.#func = passthrough.func;
  }

  // What comes out adds up to what went in: the step above has added it up.
  override get wantsTotal(): boolean {
    return this.step.wantsLateInput || this.step.wantsOutputTotal || this.#func !== undefined;
  }

  protected override transform(chunk: Value): void {
    this.step.emit(chunk);
  }

  protected override flush(input: Known<Value> | undefined): Known<Value> | undefined {
    const func = this.#func;
    if (func !== undefined)
      enterRun(this.step.run, () => {
        func(input?.value as Value, new ChildConfig(this.step.run));
      });
    return input;
  }
}
