import { DocumentBuilder } from "./document-builder.ts";
import { canBeginJsonScalar, isJsonBlank, jsonCharacter } from "./json-character.ts";
import type { JsonFailure } from "./json-failure.ts";
import { JsonNumberReader } from "./json-number-reader.ts";
import { JsonStringReader } from "./json-string-reader.ts";
import type { JsonValue } from "./json-value.ts";

/** What the grammar waits for. */
type Expectation =
  | "value"
  | "firstItem"
  | "firstKey"
  | "key"
  | "colon"
  | "separator"
  | "keyText"
  | "stringText"
  | "numberText"
  | "literalText"
  | "complete";

const DESCRIPTIONS: Readonly<Record<Expectation, string>> = {
  value: "a value",
  firstItem: 'a value or "]"',
  firstKey: 'a key in double quotes or "}"',
  key: "a key in double quotes",
  colon: '":" after the key',
  separator: '"," or "]"',
  keyText: "an escape that JSON knows",
  stringText: "an escape that JSON knows",
  numberText: "a digit",
  literalText: "a literal",
  complete: "nothing",
};

const LITERALS = new Map<number, readonly [word: string, value: JsonValue]>([
  [0x74, ["true", true]],
  [0x66, ["false", false]],
  [0x6e, ["null", null]],
]);

/**
 * Reads one JSON value in pieces, each code unit once and without recursion, from its first character.
 *
 * **Shape**: `isProven` tells JSON from prose in brackets: a colon after a key, a comma, a closing bracket or the beginning
 * of a string value has been read.
 */
export class JsonDocument {
  readonly #builder = new DocumentBuilder();
  readonly #string = new JsonStringReader();
  readonly #number = new JsonNumberReader();
  #expectation: Expectation = "value";
  #literal: readonly [word: string, value: JsonValue] = ["", null];
  #literalLength = 0;
  #isProven = false;
  #offset = 0;
  #failure: JsonFailure | undefined;

  get hasValue(): boolean {
    return this.#builder.hasValue;
  }

  get isComplete(): boolean {
    return this.#expectation === "complete";
  }

  get isProven(): boolean {
    return this.#isProven;
  }

  get failure(): JsonFailure | undefined {
    return this.#failure;
  }

  /**
   * Reads on from `from` to the end of the piece, of the document, or to where it fails.
   *
   * @param offset - position of the piece in the whole text, for messages.
   * @returns the index of the first code unit that is not part of the document.
   */
  read(piece: string, from: number, offset: number): number {
    this.#offset = offset;
    let at = from;
    while (at < piece.length && this.#expectation !== "complete" && this.#failure === undefined)
      at = this.#step(piece, at);
    return at;
  }

  /** Shows what is certain of an unfinished scalar: to be called once when a piece was read. */
  publish(): void {
    if (this.#expectation === "stringText") {
      this.#builder.showPartial(this.#string.text);
    } else if (this.#expectation === "numberText") {
      const value = this.#number.openValue;
      if (value !== undefined) this.#builder.showPartial(value);
    }
  }

  /** Ends the text: a number at the top is whole now. */
  end(): void {
    if (this.#expectation !== "numberText" || this.#builder.leaf !== undefined) return;
    const value = this.#number.value;
    if (value !== undefined) this.#addScalar(value);
  }

  /** Whether the visible value changed since the last call. */
  takeChange(): boolean {
    return this.#builder.takeChange();
  }

  /** The value so far. */
  snapshot(): JsonValue | undefined {
    return this.#builder.snapshot();
  }

  #step(piece: string, at: number): number {
    const expectation = this.#expectation;
    if (expectation === "stringText" || expectation === "keyText") {
      return this.#readString(piece, at);
    }
    if (expectation === "numberText") return this.#readNumber(piece, at);
    if (expectation === "literalText") return this.#readLiteral(piece, at);
    return isJsonBlank(piece.charCodeAt(at)) ? at + 1 : this.#readToken(piece, at);
  }

  #readToken(piece: string, at: number): number {
    const code = piece.charCodeAt(at);
    const expectation = this.#expectation;
    if (expectation === "separator") return this.#readSeparator(piece, at);
    if (expectation === "colon") return this.#readColon(piece, at);
    if (expectation === "key") return this.#beginKey(piece, at);
    if (expectation === "firstKey") {
      return code === jsonCharacter.closeBrace ? this.#close(at) : this.#beginKey(piece, at);
    }
    const isEmpty = expectation === "firstItem" && code === jsonCharacter.closeBracket;
    return isEmpty ? this.#close(at) : this.#beginValue(piece, at);
  }

  #readColon(piece: string, at: number): number {
    if (piece.charCodeAt(at) !== jsonCharacter.colon) return this.#fail(piece, at);
    this.#isProven = true;
    this.#expectation = "value";
    return at + 1;
  }

  #readSeparator(piece: string, at: number): number {
    const code = piece.charCodeAt(at);
    const isObject = this.#builder.leaf?.isObject === true;
    if (code === (isObject ? jsonCharacter.closeBrace : jsonCharacter.closeBracket))
      return this.#close(at);
    if (code !== jsonCharacter.comma) return this.#fail(piece, at);
    this.#isProven = true;
    this.#expectation = isObject ? "key" : "value";
    return at + 1;
  }

  #beginKey(piece: string, at: number): number {
    if (piece.charCodeAt(at) !== jsonCharacter.quote) return this.#fail(piece, at);
    this.#string.begin();
    this.#expectation = "keyText";
    return at + 1;
  }

  #beginValue(piece: string, at: number): number {
    const code = piece.charCodeAt(at);
    if (code === jsonCharacter.openBrace || code === jsonCharacter.openBracket) {
      const isObject = code === jsonCharacter.openBrace;
      this.#builder.openContainer(isObject);
      this.#expectation = isObject ? "firstKey" : "firstItem";
      return at + 1;
    }
    return canBeginJsonScalar(code) ? this.#beginScalar(code, at) : this.#fail(piece, at);
  }

  #beginScalar(code: number, at: number): number {
    if (code === jsonCharacter.quote) {
      this.#string.begin();
      this.#expectation = "stringText";
      this.#isProven = true;
      return at + 1;
    }
    const literal = LITERALS.get(code);
    if (literal === undefined) {
      this.#number.begin();
      this.#expectation = "numberText";
      return at;
    }
    this.#literal = literal;
    this.#literalLength = 1;
    this.#expectation = "literalText";
    return at + 1;
  }

  #readString(piece: string, at: number): number {
    const string = this.#string;
    const next = string.read(piece, at);
    if (string.isInvalid) return this.#fail(piece, next);
    if (!string.isClosed) return next;
    if (this.#expectation === "stringText") {
      this.#addScalar(string.text);
    } else {
      const leaf = this.#builder.leaf;
      if (leaf !== undefined) leaf.key = string.text;
      this.#expectation = "colon";
    }
    return next;
  }

  #readNumber(piece: string, at: number): number {
    const next = this.#number.read(piece, at);
    if (next === piece.length) return next;
    const value = this.#number.value;
    if (value === undefined) return this.#fail(piece, next);
    this.#addScalar(value);
    return next;
  }

  #readLiteral(piece: string, at: number): number {
    const [word, value] = this.#literal;
    if (piece.charCodeAt(at) !== word.charCodeAt(this.#literalLength)) return this.#fail(piece, at);
    this.#literalLength += 1;
    if (this.#literalLength === word.length) this.#addScalar(value);
    return at + 1;
  }

  #addScalar(value: JsonValue): void {
    this.#builder.addScalar(value);
    this.#expectSeparator();
  }

  #close(at: number): number {
    this.#isProven = true;
    this.#builder.closeContainer();
    this.#expectSeparator();
    return at + 1;
  }

  #expectSeparator(): void {
    this.#expectation = this.#builder.isComplete ? "complete" : "separator";
  }

  #fail(piece: string, at: number): number {
    const position = this.#offset + at;
    const found = JSON.stringify(piece.charAt(at));
    const message = `Expected ${this.#describe()} at position ${position}, found ${found}.`;
    this.#failure = { message, position };
    return at;
  }

  #describe(): string {
    if (this.#expectation === "literalText") return `"${this.#literal[0]}"`;
    if (this.#expectation === "separator" && this.#builder.leaf?.isObject === true) {
      return '"," or "}"';
    }
    return DESCRIPTIONS[this.#expectation];
  }
}
