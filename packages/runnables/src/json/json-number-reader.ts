/** The longest text whose value is worked out while it still grows: beyond it, digits hardly change the value but each look costs more. */
const MAX_OPEN_LENGTH = 1024;

/** Classes of code units: 0 other, 1 minus, 2 zero, 3 one to nine, 4 dot, 5 e or E, 6 plus. */
function classOf(code: number): number {
  if (code >= 0x31 && code <= 0x39) return 3;
  if (code === 0x30) return 2;
  if (code === 0x2e) return 4;
  if (code === 0x65 || code === 0x45) return 5;
  if (code === 0x2d) return 1;
  return code === 0x2b ? 6 : 0;
}

const START = 0;
const END = -1;

/** The next state by [state][class]; states: start, minus, zero, integer, dot, fraction, e, sign of the exponent, exponent. */
const TRANSITIONS: readonly (readonly number[])[] = [
  [END, 1, 2, 3, END, END, END],
  [END, END, 2, 3, END, END, END],
  [END, END, END, END, 4, 6, END],
  [END, END, 3, 3, 4, 6, END],
  [END, END, 5, 5, END, END, END],
  [END, END, 5, 5, END, 6, END],
  [END, 7, 8, 8, END, END, 7],
  [END, END, 8, 8, END, END, END],
  [END, END, 8, 8, END, END, END],
];

/** Whether the text may end in a state: zero, integer, fraction and exponent. */
const ACCEPTING: readonly boolean[] = [false, false, true, true, false, true, false, false, true];

/**
 * Reads one JSON number after another in pieces, each code unit once.
 *
 * **Shape**: while a number is open its value is that of its longest valid beginning (`1.` and `1e` are 1, `-` is none);
 * from 1,024 characters on that stays as it is until the number is whole, so that no number costs more than its length.
 */
export class JsonNumberReader {
  #state = START;
  #text = "";
  #validLength = 0;
  #openValue: number | undefined;

  /** The value of the longest valid beginning, or `undefined` before there is one. */
  get openValue(): number | undefined {
    if (this.#text.length <= MAX_OPEN_LENGTH && this.#validLength > 0) {
      this.#openValue = Number(this.#text.slice(0, this.#validLength));
    }
    return this.#openValue;
  }

  /** The value of the whole text as `JSON.parse` reads it, or `undefined` when the text is no whole number. */
  get value(): number | undefined {
    return ACCEPTING[this.#state] === true ? Number(this.#text) : undefined;
  }

  /** Begins a new number, before its first character. */
  begin(): void {
    this.#state = START;
    this.#text = "";
    this.#validLength = 0;
    this.#openValue = undefined;
  }

  /** Reads on from `from`; returns the index of the first code unit that is no part of the number, or the piece's length. */
  read(piece: string, from: number): number {
    let at = from;
    let validAt = from;
    while (at < piece.length) {
      const next = TRANSITIONS[this.#state]?.[classOf(piece.charCodeAt(at))] ?? END;
      if (next === END) break;
      this.#state = next;
      at += 1;
      if (ACCEPTING[next] === true) validAt = at;
    }
    if (validAt > from) this.#validLength = this.#text.length + validAt - from;
    this.#text += piece.slice(from, at);
    return at;
  }
}
