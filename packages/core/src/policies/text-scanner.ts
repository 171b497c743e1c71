import type { SecretPatterns, Span } from "./secret-patterns.ts";

/** How much of what is decided is kept, for patterns that look behind them. */
const contextLength = 256;

/** How secrets are looked for in a text that comes in pieces. */
export interface TextScannerOptions {
  readonly patterns: SecretPatterns;
  readonly replacement: string;
  /** How many characters may be undecided; with more, that text and all that follows is replaced. */
  readonly maxOpenLength: number;
}

/** A piece of a text: what it may be told as, once that is decided. */
export interface Piece {
  /** The piece without secrets; `undefined` while it might hold the beginning of one. */
  text: string | undefined;
}

interface OpenPiece extends Span {
  readonly piece: Piece;
}

/**
 * Finds secrets in one text that comes in pieces, wherever it is cut. A piece is decided as soon as none of it can be part
 * of a secret that is still to come. A secret's replacement stands where it began.
 */
export class TextScanner {
  readonly #options: TextScannerOptions;
  // Positions are counted from the beginning of `#text`.
  #text = "";
  #decided = 0;
  #secrets: Span[] = [];
  #open: OpenPiece[] = [];
  #isGivenUp = false;

  constructor(options: TextScannerOptions) {
    this.#options = options;
  }

  /** Takes the next piece. */
  add(text: string): Piece {
    const piece: Piece = { text: undefined };
    if (this.#isGivenUp) {
      piece.text = "";
      return piece;
    }
    const start = this.#text.length;
    this.#text += text;
    this.#open.push({ piece, start, end: this.#text.length });
    this.#scan(false);
    if (this.#text.length - this.#decided > this.#options.maxOpenLength) this.giveUp();
    else this.#settle();
    return piece;
  }

  /** Says that there are no more pieces: decides all of them. */
  end(): void {
    this.#scan(true);
    this.#settle();
  }

  /** Takes what is undecided, and all that follows it, for a secret. Does nothing where all is decided. */
  giveUp(): void {
    if (this.#decided === this.#text.length) return;
    this.#secrets.push({ start: this.#decided, end: this.#text.length });
    this.#decided = this.#text.length;
    this.#isGivenUp = true;
    this.#settle();
  }

  #scan(isWhole: boolean): void {
    const { patterns } = this.#options;
    const text = this.#text;
    for (;;) {
      const open = isWhole ? text.length : patterns.findOpen(text, this.#decided);
      // Where all of it is undecided it is not looked through once more: that took n² for what goes on for long.
      const secret = open > this.#decided ? patterns.findWhole(text, this.#decided) : undefined;
      if (secret === undefined || (!isWhole && open <= secret.start)) {
        this.#decided = open;
        return;
      }
      this.#secrets.push(secret);
      this.#decided = secret.end;
    }
  }

  #settle(): void {
    let settled = 0;
    for (const open of this.#open) {
      if (open.end > this.#decided) break;
      open.piece.text = this.#tell(open);
      settled += 1;
    }
    this.#open.splice(0, settled);
    this.#trim();
  }

  #tell({ start, end }: OpenPiece): string {
    let told = "";
    let at = start;
    for (const secret of this.#secrets) {
      if (secret.end <= start || secret.start >= end) continue;
      if (secret.start >= start)
        told += this.#text.slice(at, secret.start) + this.#options.replacement;
      at = Math.min(secret.end, end);
    }
    return told + this.#text.slice(at, end);
  }

  #trim(): void {
    const needed = Math.min(this.#open[0]?.start ?? this.#text.length, this.#decided);
    const surplus = needed - contextLength;
    if (surplus <= contextLength) return;
    this.#text = this.#text.slice(surplus);
    this.#decided -= surplus;
    this.#open = this.#open.map(({ piece, start, end }) => ({
      piece,
      start: start - surplus,
      end: end - surplus,
    }));
    this.#secrets = this.#secrets
      .filter((secret) => secret.end > needed)
      .map(({ start, end }) => ({ start: start - surplus, end: end - surplus }));
  }
}
