import type { PromiseOrValue } from "@rivulet/core/runtime";
import type { Call } from "../../execution/call.ts";
import {
  FunctionStage,
  invokeFunction,
  type FunctionComponent,
} from "../../execution/function-stage.ts";
import { LastValue, type Accumulator } from "../../pipeline/accumulator.ts";
import type { Sink } from "../../pipeline/sink.ts";
import { Runnable } from "../../runnable/runnable.ts";
import { textOf, type ParserInput } from "./parser-input.ts";

/**
 * A parser of the whole text: derive from it and implement `parse`. In a stream it waits for the end of the text.
 * Throw an `OutputParserError` from `parse` when the text is not what it should be.
 */
export abstract class BaseOutputParser<Output> extends Runnable<ParserInput, Output> {
  /** Makes the output of the text. */
  abstract parse(text: string): Output | Promise<Output>;

  /** @internal */
  override invokeIn(input: ParserInput, call: Call): PromiseOrValue<Output> {
    return invokeFunction(this.#component(), input, call);
  }

  /** @internal */
  override connect(down: Sink<Output>, call: Call): Sink<ParserInput> {
    return new FunctionStage(down, call, this.#component());
  }

  /** @internal */
  override createAccumulator(): Accumulator<Output> {
    return new LastValue();
  }

  #component(): FunctionComponent<ParserInput, Output> {
    const name = this.getName();
    return {
      type: "parser",
      name,
      body: (input) => this.parse(textOf(input, name)),
      createAccumulator: () => this.createAccumulator(),
    };
  }
}
