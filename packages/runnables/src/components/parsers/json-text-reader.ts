import { OutputParserError } from "../../errors/output-parser-error.ts";
import { IncrementalJsonParser } from "../../json/incremental-json-parser.ts";
import type { JsonValue } from "../../json/json-value.ts";

/** A parser of text that fails as an output parser does. */
export class JsonTextReader {
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
