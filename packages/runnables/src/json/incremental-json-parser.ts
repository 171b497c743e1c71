import { isJsonBlank, jsonCharacter } from "./json-character.ts";
import { JsonDocument } from "./json-document.ts";
import type { JsonFailure } from "./json-failure.ts";
import { JsonFinder, type JsonStart } from "./json-finder.ts";
import type { JsonValue } from "./json-value.ts";

/**
 * Reads the JSON in a growing text, each character once, and shows its value while it grows.
 *
 * **Shape**: the text may have prose and a markdown fence before the JSON, and anything after it.
 *
 * - After the opening of a `json` fence the first bracket or scalar is the JSON.
 * - Elsewhere it begins at the first `{` or `[`, and is shown once it has proven itself by a colon after a key, a comma, a
 *   closing bracket or the quote of a string value. What fails before (`{topic}`, `[note] …`) was prose: the search goes on at the
 *   character that failed. What fails later is a {@link failure}, and the last good value stands.
 * - A string, number or literal at the top is the JSON when the text, or a fence without a language, holds nothing else;
 *   that is known at the end, so it is not shown before.
 *
 * Values only grow: a literal appears when it is whole, a number as its longest valid beginning, a string without an
 * unfinished escape or half a surrogate pair, a key with its value. The one exception is a key written twice: the last value wins,
 * as in `JSON.parse`. Strings may hold unescaped line breaks, because models write them. The result does not depend on
 * how the text was cut.
 * **Errors**: never throws; a document that turns invalid goes to {@link failure}.
 *
 * @example
 * ```ts
 * const parser = new IncrementalJsonParser();
 * parser.write('Here it is: {"name": "Fr'); // true
 * parser.snapshot(); // { name: "Fr" }
 * ```
 * @see docs/decisions/0003-json-snapshots.md
 */
export class IncrementalJsonParser {
  readonly #finder = new JsonFinder();
  #document: JsonDocument | undefined;
  #start: JsonStart = "bracket";
  #scalarText = "";
  #scalarPosition = 0;
  #length = 0;
  #offset = 0;
  #isVisible = false;
  #isSettled = false;

  /** Whether a value, perhaps a partial one, has been found. */
  get hasValue(): boolean {
    return this.#isVisible;
  }

  /** Whether the value was read to its end. */
  get isComplete(): boolean {
    return this.#isVisible && this.#document?.isComplete === true;
  }

  /** Why the document could not be read on, or `undefined`. */
  get failure(): JsonFailure | undefined {
    return this.#isVisible ? this.#document?.failure : undefined;
  }

  /**
   * Reads on.
   *
   * @returns whether the visible value changed. Text after the JSON, after a failure or after {@link end} changes nothing.
   */
  write(text: string): boolean {
    if (this.#isSettled) return false;
    this.#read(text, this.#length);
    this.#length += text.length;
    return this.#publish();
  }

  /**
   * Ends the text. What was read of an unfinished document stays, with {@link isComplete} false.
   *
   * @returns whether the visible value changed: a scalar that is the whole text, or JSON that had not proven itself, shows now.
   */
  end(): boolean {
    if (this.#isSettled) return false;
    this.#isSettled = true;
    const document = this.#document;
    if (document === undefined || this.#start === "fencedScalar") return false;
    document.end();
    document.publish();
    this.#isVisible = document.hasValue;
    return document.takeChange() && this.#isVisible;
  }

  /**
   * The visible value.
   *
   * **Shape**: immutable, still valid whatever is written later, the same one until the value changes; closed parts are shared
   * with later snapshots and with the final value. Takes constant time: a document with much still open is shown through a
   * view, which {@link toPlainJson} copies where only a plain value will do.
   *
   * @returns the value, or `undefined` while {@link hasValue} is false.
   */
  snapshot(): JsonValue | undefined {
    return this.#isVisible ? this.#document?.snapshot() : undefined;
  }

  #read(piece: string, offset: number): void {
    this.#offset = offset;
    let at = 0;
    while (at < piece.length && !this.#isSettled) {
      const document = this.#document;
      if (document === undefined) at = this.#find(piece, at);
      else if (this.#start === "bracket" || this.#start === "fenced")
        at = this.#readDocument(document, piece, at);
      else at = this.#readScalar(document, piece, at);
    }
  }

  #find(piece: string, from: number): number {
    const at = this.#finder.find(piece, from);
    if (at < piece.length) {
      this.#document = new JsonDocument();
      this.#start = this.#finder.start;
      this.#scalarText = "";
      this.#scalarPosition = this.#offset + at;
    }
    return at;
  }

  #readDocument(document: JsonDocument, piece: string, from: number): number {
    const at = document.read(piece, from, this.#offset);
    if (document.isComplete) {
      this.#isSettled = true;
    } else if (document.failure !== undefined) {
      // What a smaller cut would have shown must count here too.
      document.publish();
      this.#isSettled = this.#isShowable(document);
      if (!this.#isSettled) this.#document = undefined;
    }
    return at;
  }

  /** Reads a scalar, and then looks whether nothing but blanks follows. */
  #readScalar(document: JsonDocument, piece: string, from: number): number {
    const at = document.isComplete
      ? skipBlanks(piece, from)
      : document.read(piece, from, this.#offset);
    this.#scalarText += piece.slice(from, at);
    if (document.failure !== undefined) this.#rejectScalar();
    else if (document.isComplete && at < piece.length) this.#judgeScalar(piece.charCodeAt(at));
    return at;
  }

  /** Decides by what follows a whole scalar. */
  #judgeScalar(next: number): void {
    if (isJsonBlank(next)) return;
    if (this.#start === "fencedScalar" && next === jsonCharacter.backtick) {
      this.#isSettled = true;
      this.#isVisible = true;
    } else {
      this.#rejectScalar();
    }
  }

  /** The text was prose after all, which may have JSON between its quotes: it is searched once more, and only once. */
  #rejectScalar(): void {
    const offset = this.#offset;
    this.#document = undefined;
    if (this.#start === "scalar") this.#read(this.#scalarText, this.#scalarPosition);
    this.#offset = offset;
  }

  #publish(): boolean {
    const document = this.#document;
    if (document === undefined) return false;
    document.publish();
    this.#isVisible ||= this.#isShowable(document);
    return this.#isVisible && document.takeChange();
  }

  #isShowable(document: JsonDocument): boolean {
    if (this.#start === "bracket") return document.isProven;
    return this.#start === "fenced" && document.hasValue;
  }
}

function skipBlanks(piece: string, from: number): number {
  let at = from;
  while (at < piece.length && isJsonBlank(piece.charCodeAt(at))) at += 1;
  return at;
}
