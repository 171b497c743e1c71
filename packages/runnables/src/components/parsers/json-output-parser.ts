import type { Known, PromiseOrValue } from "@rivulet/core";
import { OutputParserError } from "../../errors/output-parser-error.ts";
import type { Call } from "../../execution/call.ts";
import { invokeRun } from "../../execution/invoke-run.ts";
import { TransformStage } from "../../execution/transform-stage.ts";
import { diffJson } from "../../json/diff-json.ts";
import { IncrementalJsonParser } from "../../json/incremental-json-parser.ts";
import type { JsonPatchOperation } from "../../json/json-patch-operation.ts";
import type { JsonValue } from "../../json/json-value.ts";
import { LastValue, type Accumulator } from "../../pipeline/accumulator.ts";
import type { Sink } from "../../pipeline/sink.ts";
import { Runnable } from "../../runnable/runnable.ts";
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
 * @see The document, "Working with Input Streams".
 */
export class JsonOutputParser<Output = JsonValue> extends Runnable<ParserInput, Output> {
  readonly #isDiff: boolean;

  constructor(options: JsonOutputParserOptions = {}) {
    super();
    this.#isDiff = options.diff === true;
  }

  /** @internal */
  override invokeIn(input: ParserInput, call: Call): PromiseOrValue<Output> {
    return invokeRun(call, { type: "parser", name: this.getName(), input }, () => {
      const reader = new JsonTextReader(this.getName());
      reader.write(textOf(input, this.getName()));
      reader.end();
      return reader.value as Output;
    });
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
}

/** A parser of text that fails as an output parser does. */
class JsonTextReader {
  readonly #name: string;
  readonly #parser = new IncrementalJsonParser();
  #text = "";

  constructor(name: string) {
    this.#name = name;
  }

  get value(): JsonValue | undefined {
    return this.#parser.snapshot();
  }

  /** Reads more text; whether the value changed. */
  write(text: string): boolean {
    this.#text += text;
    const hasChanged = this.#parser.write(text);
    this.#check();
    return hasChanged;
  }

  /** Ends the text; whether the value changed by that. */
  end(): boolean {
    const hasChanged = this.#parser.end();
    this.#check();
    if (this.#parser.hasValue) return hasChanged;
    throw new OutputParserError(
      `${this.#name} found no JSON in ${String(this.#text.length)} characters of text; ask the model for JSON, or use another parser.`,
      { text: this.#text },
    );
  }

  #check(): void {
    const { failure } = this.#parser;
    if (failure === undefined) return;
    throw new OutputParserError(
      `${this.#name} found wrong JSON at character ${String(failure.position)}: ${failure.message}`,
      { text: this.#text },
    );
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
    if (this.#reader.write(textOf(chunk, this.#name))) this.emit(this.#reader.value as Output);
  }

  protected override flush(): undefined {
    if (this.#reader.end()) this.emit(this.#reader.value as Output);
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
    if (operations.length > 0) this.emit(operations);
  }
}
