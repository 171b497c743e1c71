import type { Known, PromiseOrValue } from "@rivulet/core/runtime";
import type { Call } from "../../execution/call.ts";
import { invokeRun } from "../../execution/invoke-run.ts";
import { TransformStage } from "../../execution/transform-stage.ts";
import { diffJson } from "../../json/diff-json.ts";
import type { JsonPatchOperation } from "../../json/json-patch-operation.ts";
import type { JsonObject, JsonValue } from "../../json/json-value.ts";
import { LastValue, type Accumulator } from "../../pipeline/accumulator.ts";
import type { Sink } from "../../pipeline/sink.ts";
import { Runnable } from "../../runnable/runnable.ts";
import { JsonTextReader } from "./json-text-reader.ts";
import { textOf, type ParserInput } from "./parser-input.ts";

/** How a JSON parser streams. */
export interface JsonOutputParserOptions {
  /** Streams what changed, as RFC 6902 operations, instead of the whole value so far. */
  readonly diff?: boolean;
}

/**
 * Finds the JSON in a model's text and parses it while it grows. Streams each new state of the value: complete, immutable,
 * and sharing with the states before it what did not change. With `diff: true` it streams the operations that lead from
 * one state to the next.
 *
 * Each character is read once, however many chunks the text comes in. Text before and after the JSON, and a Markdown fence
 * around it, are left aside. Text that breaks off in the middle gives the value so far.
 *
 * Fails with {@link OutputParserError} when there is no JSON in the text, or when it is wrong, at that character.
 *
 * Say the type of the value, `JsonOutputParser<string[]>`; without one it is taken for an object, as in LangChain.js.
 *
 * @see The document, "Working with Input Streams".
 */
export class JsonOutputParser<Output = JsonObject> extends Runnable<ParserInput, Output> {
  readonly #isDiff: boolean;

  constructor(options: JsonOutputParserOptions = {}) {
    super();
    this.#isDiff = options.diff === true;
  }

  /** The JSON in a text, without a run. Rejects with {@link OutputParserError} when there is none, or it is wrong. */
  async parse(text: string): Promise<Output> {
    return this.#read(text);
  }

  /** What to tell the model, to put into a prompt. */
  getFormatInstructions(): string {
    return "Answer with JSON alone, in a Markdown code fence marked json.";
  }

  /** @internal */
  override invokeIn(input: ParserInput, call: Call): PromiseOrValue<Output> {
    const name = this.getName();
    return invokeRun(call, { type: "parser", name, input }, () => this.#read(textOf(input, name)));
  }

  /** @internal */
  override connect(down: Sink<Output>, call: Call): Sink<ParserInput> {
    return this.#isDiff
      ? new JsonDiffStage(down as Sink<never>, call, this.getName())
      : new JsonParserStage(down, call, this.getName());
  }

  /** @internal */
  override createAccumulator(): Accumulator<Output> {
    return new LastValue();
  }

  #read(text: string): Output {
    const reader = new JsonTextReader(this.getName());
    reader.write(text);
    reader.end();
    return reader.value as Output;
  }
}

class JsonParserStage<Output> extends TransformStage<ParserInput, Output> {
  readonly #name: string;
  readonly #reader: JsonTextReader;

  constructor(down: Sink<Output>, call: Call, name: string) {
    super(down, call, { type: "parser", name, createAccumulator: () => new LastValue<Output>() });
    this.#name = name;
    this.#reader = new JsonTextReader(name);
  }

  protected override transform(chunk: ParserInput): void {
    if (this.#reader.write(textOf(chunk, this.#name))) this.step.emit(this.#reader.value as Output);
  }

  protected override flush(): undefined {
    if (this.#reader.end()) this.step.emit(this.#reader.value as Output);
    return undefined;
  }
}

class JsonDiffStage extends TransformStage<ParserInput, readonly JsonPatchOperation[]> {
  readonly #name: string;
  readonly #reader: JsonTextReader;
  #before: JsonValue | undefined;

  constructor(down: Sink<readonly JsonPatchOperation[]>, call: Call, name: string) {
    super(down, call, { type: "parser", name });
    this.#name = name;
    this.#reader = new JsonTextReader(name);
  }

  protected override transform(chunk: ParserInput): void {
    if (this.#reader.write(textOf(chunk, this.#name))) this.#emitDiff();
  }

  // The output is the value itself: what the operations lead to.
  protected override flush(): Known<readonly JsonPatchOperation[]> {
    if (this.#reader.end()) this.#emitDiff();
    return { value: this.#reader.value as never };
  }

  #emitDiff(): void {
    const { value } = this.#reader;
    if (value === undefined) return;
    const operations = diffJson(this.#before, value);
    this.#before = value;
    if (operations.length > 0) this.step.emit(operations);
  }
}
