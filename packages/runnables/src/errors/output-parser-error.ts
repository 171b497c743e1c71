import { RivuletError, type RivuletErrorOptions } from "@rivulet/core";

/** A parser could not make of a model's text what it is for. `text` is what it was given, as far as it was read. */
export class OutputParserError extends RivuletError {
  readonly code = "OUTPUT_PARSER";
  /** The text that could not be parsed. */
  readonly text: string;

  constructor(message: string, options: RivuletErrorOptions & { readonly text: string }) {
    super(message, options);
    this.text = options.text;
  }
}
