import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import { createPartialPattern } from "./partial-pattern.ts";

/** From where to where a secret stands in a text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

interface Pattern {
  readonly whole: RegExp;
  readonly partial: RegExp;
}

/** What secrets look like, in whole texts and in texts that break off. */
export class SecretPatterns {
  readonly #patterns: readonly Pattern[];

  /** @throws {@link InvalidArgumentError} when a pattern is neither a text nor a pattern, matches nothing at all, or refers back. */
  constructor(patterns: readonly (RegExp | string)[]) {
    this.#patterns = patterns.map(compilePattern);
  }

  get isEmpty(): boolean {
    return this.#patterns.length === 0;
  }

  /** The first secret that begins at `from` or later. */
  findWhole(text: string, from: number): Span | undefined {
    let first: Span | undefined;
    for (const { whole } of this.#patterns) {
      const found = findIn(whole, text, from);
      if (found !== undefined && (first === undefined || found.start < first.start)) first = found;
    }
    return first;
  }

  /** Where, at `from` or later, something begins that might go on as a secret; the text's length where nothing does. */
  findOpen(text: string, from: number): number {
    // Half a character: what it will be, is not known.
    const length = /[\uD800-\uDBFF]$/.test(text) ? text.length - 1 : text.length;
    const settled = text.slice(0, length);
    let first = Math.max(from, length);
    for (const { partial } of this.#patterns) {
      const found = findIn(partial, settled, from);
      if (found !== undefined && found.start < first) first = found.start;
    }
    return first;
  }

  /** The text with each secret replaced; the same string when it has none. */
  replaceIn(text: string, replacement: string): string {
    let result = "";
    let at = 0;
    for (let span = this.findWhole(text, 0); span !== undefined; span = this.findWhole(text, at)) {
      result += text.slice(at, span.start) + replacement;
      at = span.end;
    }
    return at === 0 ? text : result + text.slice(at);
  }
}

function compilePattern(pattern: RegExp | string): Pattern {
  if (!(pattern instanceof RegExp) && (typeof pattern !== "string" || pattern === "")) {
    throw InvalidArgumentError.of(
      "A pattern for secrets was",
      pattern,
      "a RegExp, or a text that is not empty",
    );
  }
  if (typeof pattern === "string") return compileText(pattern);
  const whole = new RegExp(pattern.source, `${pattern.flags.replace(/[gy]/g, "")}g`);
  if (new RegExp(whole).test("")) {
    throw new InvalidArgumentError(
      `The pattern ${whole.source} matches the empty text; give one that a secret has to fill.`,
    );
  }
  return { whole, partial: createPartialPattern(whole) };
}

// A text is over with its last character, where a pattern might go on.
function compileText(text: string): Pattern {
  const beginning = text.slice(0, -1);
  return {
    whole: new RegExp(toSource(text), "g"),
    partial: beginning === "" ? /(?!)/g : createPartialPattern(new RegExp(toSource(beginning))),
  };
}

function toSource(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

function findIn(pattern: RegExp, text: string, from: number): Span | undefined {
  pattern.lastIndex = from;
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const { index: start } = found;
    const { length } = found[0];
    if (length > 0) return { start, end: start + length };
    // A match of nothing, as of a look around: go on behind it.
    pattern.lastIndex = start + 1;
  }
  return undefined;
}
