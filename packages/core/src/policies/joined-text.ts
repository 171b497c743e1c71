import type { SecretPatterns } from "./secret-patterns.ts";

/** How much of the pieces before is remembered. */
const rememberedLength = 1_024;

/**
 * A text of which nobody can tell whether its pieces add up or take each other's place: nothing is held back, and what goes
 * on a secret that an earlier piece began is replaced. So a secret's beginning may be told, but never the whole of it.
 */
export class JoinedText {
  readonly #patterns: SecretPatterns;
  readonly #replacement: string;
  #before = "";

  constructor(patterns: SecretPatterns, replacement: string) {
    this.#patterns = patterns;
    this.#replacement = replacement;
  }

  /** The next piece, without secrets. */
  add(piece: string): string {
    const before = this.#before;
    this.#before = (before + piece).slice(-rememberedLength);
    const rest = this.#restOfSecret(before, piece);
    const told = this.#patterns.replaceIn(piece.slice(rest), this.#replacement);
    return rest === 0 ? told : this.#replacement + told;
  }

  // How much of the piece goes on a secret that began before it.
  #restOfSecret(before: string, piece: string): number {
    const joined = before + piece;
    let from = 0;
    for (;;) {
      const secret = this.#patterns.findWhole(joined, from);
      if (secret === undefined || secret.start >= before.length) return 0;
      if (secret.end > before.length) return secret.end - before.length;
      from = secret.end;
    }
  }
}
