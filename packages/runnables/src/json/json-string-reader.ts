import { jsonCharacter } from "./json-character.ts";

const ESCAPES = new Map<number, string>([
  [0x22, '"'],
  [0x5c, "\\"],
  [0x2f, "/"],
  [0x62, "\b"],
  [0x66, "\f"],
  [0x6e, "\n"],
  [0x72, "\r"],
  [0x74, "\t"],
]);

/** How many pieces are joined at a time. */
const BLOCK_LENGTH = 64;

/** Where the reader stands: `escape` is after a backslash, `hex` inside `\uXXXX`, the last two are ends. */
type StringState = "plain" | "escape" | "hex" | "closed" | "invalid";

/**
 * Reads one JSON string after another in pieces, each code unit once, whatever the cut.
 *
 * **Shape**: `text` holds only what is certain: an unfinished escape is not in it, and the high half of a surrogate pair
 * waits for what follows. Line breaks and other control characters are kept as they are, because models write them unescaped.
 */
export class JsonStringReader {
  #state: StringState = "plain";
  #joined = "";
  #pieces: string[] = [];
  #recent = "";
  #text: string | undefined;
  #heldHigh = "";
  #hex = 0;
  #hexDigits = 0;

  /** The decoded text so far; whole once {@link isClosed}. */
  get text(): string {
    // The same string until more is read: comparing two equal ropes would flatten both.
    return (this.#text ??= this.#joined + this.#recent);
  }

  /** Whether the closing quote was read. */
  get isClosed(): boolean {
    return this.#state === "closed";
  }

  /** Whether an escape that JSON does not know was met. */
  get isInvalid(): boolean {
    return this.#state === "invalid";
  }

  /** Begins a new string, after its opening quote. */
  begin(): void {
    this.#state = "plain";
    this.#joined = "";
    this.#pieces = [];
    this.#recent = "";
    this.#text = undefined;
    this.#heldHigh = "";
  }

  /**
   * Reads on from `from`, to the end of the string or of the piece.
   *
   * @returns the index behind the last code unit read; that of the offending one when the string is invalid.
   */
  read(piece: string, from: number): number {
    let at = from;
    while (at < piece.length) {
      if (this.#state === "plain") at = this.#readPlain(piece, at);
      else if (this.#state === "escape") at = this.#readEscape(piece, at);
      else at = this.#readHex(piece, at);
      if (this.#state === "closed" || this.#state === "invalid") return at;
    }
    return at;
  }

  #readPlain(piece: string, from: number): number {
    let at = from;
    let code = 0;
    while (at < piece.length) {
      code = piece.charCodeAt(at);
      if (code === jsonCharacter.quote || code === jsonCharacter.backslash) break;
      at += 1;
    }
    if (at > from) this.#append(piece.slice(from, at));
    if (at === piece.length) return at;
    if (code === jsonCharacter.backslash) this.#state = "escape";
    else this.#close();
    return at + 1;
  }

  #readEscape(piece: string, at: number): number {
    const code = piece.charCodeAt(at);
    const plain = ESCAPES.get(code);
    if (plain !== undefined) {
      this.#append(plain);
      this.#state = "plain";
    } else if (code === 0x75) {
      this.#state = "hex";
      this.#hex = 0;
      this.#hexDigits = 0;
    } else {
      this.#state = "invalid";
      return at;
    }
    return at + 1;
  }

  #readHex(piece: string, at: number): number {
    const digit = hexDigit(piece.charCodeAt(at));
    if (digit < 0) {
      this.#state = "invalid";
      return at;
    }
    this.#hex = this.#hex * 16 + digit;
    this.#hexDigits += 1;
    if (this.#hexDigits === 4) {
      this.#append(String.fromCharCode(this.#hex));
      this.#state = "plain";
    }
    return at + 1;
  }

  #append(piece: string): void {
    const last = piece.charCodeAt(piece.length - 1);
    const isHigh = last >= 0xd800 && last <= 0xdbff;
    const certain = isHigh ? piece.slice(0, -1) : piece;
    // The held half is kept apart: reading it back from the text would flatten a growing rope at every piece.
    if (this.#heldHigh !== "") this.#add(this.#heldHigh);
    if (certain !== "") this.#add(certain);
    this.#heldHigh = isHigh ? piece.slice(-1) : "";
  }

  /** Joins pieces in blocks: a rope with a node for each of 100,000 chunks doubles the time by its garbage collection. */
  #add(piece: string): void {
    this.#text = undefined;
    this.#pieces.push(piece);
    this.#recent += piece;
    if (this.#pieces.length < BLOCK_LENGTH) return;
    this.#joined += this.#pieces.join("");
    this.#pieces = [];
    this.#recent = "";
  }

  #close(): void {
    if (this.#heldHigh !== "") this.#add(this.#heldHigh);
    this.#state = "closed";
  }
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
