import type { PromiseOrValue } from "@rivulet/core/runtime";
import type { Call } from "../../execution/call.ts";
import {
  FunctionStage,
  invokeFunction,
  type FunctionComponent,
} from "../../execution/function-stage.ts";
import { LastValue, type Accumulator } from "../../pipeline/accumulator.ts";
import type { Sink } from "../../pipeline/sink.ts";
import type { PromptValue } from "../../prompt-values/prompt-value.ts";
import { Runnable } from "../../runnable/runnable.ts";

/** Values for the variables of a template. */
export type PromptInput = Readonly<Record<string, unknown>>;

/** A template of a prompt: values in, prompt out. In a stream it waits for the values; its run tells no chunks. */
export abstract class BasePromptTemplate<Output extends PromptValue = PromptValue> extends Runnable<
  PromptInput,
  Output
> {
  /** The variables that the input must have. */
  abstract readonly inputVariables: readonly string[];

  /** Fills the template in. */
  abstract formatPromptValue(values: PromptInput): Output;

  /** @internal */
  override invokeIn(input: PromptInput, call: Call): PromiseOrValue<Output> {
    return invokeFunction(this.#component(), input, call);
  }

  /** @internal */
  override connect(down: Sink<Output>, call: Call): Sink<PromptInput> {
    return new FunctionStage(down, call, this.#component());
  }

  /** @internal */
  override createAccumulator(): Accumulator<Output> {
    return new LastValue();
  }

  #component(): FunctionComponent<PromptInput, Output> {
    return {
      type: "prompt",
      name: this.getName(),
      body: (input) => this.formatPromptValue(input),
      createAccumulator: () => this.createAccumulator(),
      isStreamed: false,
    };
  }
}
