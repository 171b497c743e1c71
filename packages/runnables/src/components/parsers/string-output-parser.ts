import type { PromiseOrValue } from "@rivulet/core/runtime";
import type { Call } from "../../execution/call.ts";
import { invokeRun } from "../../execution/invoke-run.ts";
import { TransformStage } from "../../execution/transform-stage.ts";
import { BlockAccumulator, type Accumulator } from "../../pipeline/accumulator.ts";
import type { Sink } from "../../pipeline/sink.ts";
import { Runnable } from "../../runnable/runnable.ts";
import { joinTexts } from "../../util/join-texts.ts";
import { textOf, type ParserInput } from "./parser-input.ts";

/**
 * Takes the text of a model's message. Streams: the text of a chunk goes on as soon as the chunk is there.
 *
 * @see The document, "Chains".
 */
export class StringOutputParser extends Runnable<ParserInput, string> {
  /** @internal */
  override invokeIn(input: ParserInput, call: Call): PromiseOrValue<string> {
    return invokeRun(call, { type: "parser", name: this.getName(), input }, () =>
      textOf(input, this.getName()),
    );
  }

  /** @internal */
  override connect(down: Sink<string>, call: Call): Sink<ParserInput> {
    return new StringParserStage(down, call, this.getName());
  }

  /** @internal */
  override createAccumulator(): Accumulator<string> {
    return createTextAccumulator();
  }
}

function createTextAccumulator(): Accumulator<string> {
  return new BlockAccumulator(joinTexts);
}

class StringParserStage extends TransformStage<ParserInput, string> {
  readonly #name: string;

  constructor(down: Sink<string>, call: Call, name: string) {
    super(down, call, { type: "parser", name, createAccumulator: createTextAccumulator });
    this.#name = name;
  }

  protected override transform(chunk: ParserInput): void {
    this.step.emit(textOf(chunk, this.#name));
  }
}
