import type { TextScannerOptions } from "./text-scanner.ts";

/** How much of what is decided is remembered, for patterns that look behind them. */
const contextLength = 256;

/**
 * A text of which nobody can tell whether its pieces add up or take each other's place: nothing is held back, and what goes
 * on a secret that an earlier piece began is replaced. So a secret's beginning may be told, but never the whole of it.
 */
export class JoinedText {
  readonly #options: TextScannerOptions;
  #before = "";
  #isGivenUp = false;

  constructor(options: TextScannerOptions) {
    this.#options = options;
  }

  /** The next piece, without secrets. */
  add(piece: string): string {
    const { patterns, replacement, maxOpenLength } = this.#options;
    if (this.#isGivenUp) return piece === "" ? "" : replacement;
    const before = this.#before;
    const joined = before + piece;
    const open = patterns.findOpen(joined, 0);
    this.#isGivenUp = joined.length - open > maxOpenLength;
    this.#before = joined.slice(Math.max(0, open - contextLength));
    const rest = this.#restOfSecret(before, piece);
    const told = patterns.replaceIn(piece.slice(rest), replacement);
    return rest === 0 ? told : replacement + told;
  }

  // How much of the piece goes on a secret that began before it.
  #restOfSecret(before: string, piece: string): number {
    const joined = before + piece;
    let from = 0;
    for (;;) {
      const secret = this.#options.patterns.findWhole(joined, from);
      if (secret === undefined || secret.start >= before.length) return 0;
      if (secret.end > before.length) return secret.end - before.length;
      from = secret.end;
    }
  }
}
