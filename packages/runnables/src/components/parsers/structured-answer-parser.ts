import { isPromiseLike, toPromise, type Known, type PromiseOrValue } from "@rivulet/core/runtime";
import type { Call } from "../../execution/call.ts";
import { invokeRun } from "../../execution/invoke-run.ts";
import { isStandardSchema, type StandardSchema } from "../../execution/standard-schema.ts";
import { TransformStage } from "../../execution/transform-stage.ts";
import { IncrementalJsonParser } from "../../json/incremental-json-parser.ts";
import { LastValue, type Accumulator } from "../../pipeline/accumulator.ts";
import type { Sink } from "../../pipeline/sink.ts";
import { Runnable } from "../../runnable/runnable.ts";
import type { JsonSchema } from "../tools/to-json-schema.ts";
import { AnswerReader } from "./answer-reader.ts";
import { fitSchema } from "./fit-schema.ts";
import type { ParserInput } from "./parser-input.ts";
import { readAnswer } from "./read-answer.ts";

/** How a parser of structured answers is made. */
export interface StructuredAnswerParserFields<Output> {
  readonly schema: StandardSchema<Output> | JsonSchema;
  /** The tool in whose arguments the answer is; absent when it is in the text. */
  readonly toolName?: string | undefined;
  /** Whether it shows the answer while it grows. */
  readonly isStreamed: boolean;
}

/**
 * Takes the answer out of the message of a model that was made to answer in a form: out of its text, or out of a tool call.
 * Streams what is there so far; the last chunk is the whole answer, checked by the schema where that can check.
 *
 * Fails with an `OutputParserError` when there is no such answer, or it does not fit.
 */
export class StructuredAnswerParser<Output> extends Runnable<ParserInput, Output> {
  readonly fields: StructuredAnswerParserFields<Output>;

  constructor(fields: StructuredAnswerParserFields<Output>) {
    super();
    this.fields = fields;
  }

  /** The answer in a whole message. */
  parse(message: ParserInput): PromiseOrValue<Output> {
    const { schema, toolName } = this.fields;
    const parserName = this.getName();
    const { value, text } = readAnswer(message, { parserName, toolName });
    if (!isStandardSchema(schema)) return value as Output;
    return fitSchema(schema, value, { parserName, text });
  }

  /** @internal */
  override invokeIn(input: ParserInput, call: Call): PromiseOrValue<Output> {
    return invokeRun(call, { type: "parser", name: this.getName(), input }, () =>
      this.parse(input),
    );
  }

  /** @internal */
  override connect(down: Sink<Output>, call: Call): Sink<ParserInput> {
    return new StructuredAnswerStage(down, call, this);
  }

  /** @internal */
  override createAccumulator(): Accumulator<Output> {
    return new LastValue();
  }
}

class StructuredAnswerStage<Output> extends TransformStage<ParserInput, Output> {
  readonly #parser: StructuredAnswerParser<Output>;
  readonly #reader: AnswerReader;
  readonly #json = new IncrementalJsonParser();

  constructor(down: Sink<Output>, call: Call, parser: StructuredAnswerParser<Output>) {
    super(down, call, {
      type: "parser",
      name: parser.getName(),
      createAccumulator: () => parser.createAccumulator(),
      // A schema may wait: then nobody above is there any more who could be told to stop.
      hasBody: true,
    });
    this.#parser = parser;
    this.#reader = new AnswerReader(parser.fields.toolName);
  }

  // The answer is read from the whole message in the end, as when it is invoked.
  override get wantsTotal(): boolean {
    return true;
  }

  override end(total?: Known<ParserInput>): void {
    if (!this.step.isOpen) return;
    try {
      const answer = this.#parser.parse(total?.value ?? "");
      if (isPromiseLike(answer)) this.#finishLater(toPromise(answer), total);
      else this.#finish(answer, total);
    } catch (error) {
      this.step.abandon(error, total);
    }
  }

  protected override transform(chunk: ParserInput): void {
    if (!this.#parser.fields.isStreamed) return;
    const text = this.#reader.read(chunk);
    if (text !== "" && this.#json.write(text)) this.step.emit(this.#json.snapshot() as Output);
  }

  #finish(answer: Output, total: Known<ParserInput> | undefined): void {
    this.step.emit(answer);
    this.step.complete({ input: total });
  }

  #finishLater(answer: Promise<Output>, total: Known<ParserInput> | undefined): void {
    void answer.then(
      (value) => {
        this.#finish(value, total);
      },
      (error: unknown) => {
        this.step.abandon(error, total);
      },
    );
  }
}
