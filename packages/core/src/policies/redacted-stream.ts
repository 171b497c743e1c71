import { isPlainObject } from "../util/is-plain-object.ts";
import { isConcatenable } from "../util/chunk-accumulator.ts";
import { JoinedText } from "./joined-text.ts";
import { PayloadRewriter } from "./payload-rewriter.ts";
import type { RedactionRules } from "./redaction-rules.ts";
import { TextScanner, type Piece, type TextScannerOptions } from "./text-scanner.ts";

/** A payload on its way: what it may be told as, once every piece of text in it is decided. */
export interface PendingPayload {
  readonly isDecided: () => boolean;
  /** The payload without secrets; called once, when it is decided. */
  readonly finish: () => unknown;
}

/** The chunks of one run, in which a secret may be cut anywhere. */
export class RedactedStream {
  readonly #rules: RedactionRules;
  readonly #scanning: TextScannerOptions;
  readonly #scanners = new Map<string, TextScanner>();
  readonly #joined = new Map<string, JoinedText>();

  constructor(rules: RedactionRules) {
    this.#rules = rules;
    const { patterns, replacement, bounds } = rules;
    this.#scanning = { patterns, replacement, maxOpenLength: bounds.maxHeldLength };
  }

  /** Takes the payload of a stream event. */
  add(data: unknown): PendingPayload {
    const chunk: unknown = isPlainObject(data) ? data["chunk"] : undefined;
    if (typeof chunk === "string" || isConcatenable(chunk)) return this.#addPieces(data);
    const rewriter = new PayloadRewriter(this.#rules, (text, place) =>
      this.#joinedAt(place).add(text),
    );
    const told = rewriter.rewrite(data, "data");
    return { isDecided: () => true, finish: () => told };
  }

  /** Says that there are no more chunks. */
  end(): void {
    for (const scanner of this.#scanners.values()) scanner.end();
  }

  /** Takes what is undecided, and what follows it, for secrets. */
  giveUp(): void {
    for (const scanner of this.#scanners.values()) scanner.giveUp();
  }

  #addPieces(data: unknown): PendingPayload {
    const pieces: Piece[] = [];
    new PayloadRewriter(this.#rules, (text, place) => {
      pieces.push(this.#scannerAt(place).add(text));
      return text;
    }).rewrite(data, "data");
    return {
      isDecided: () => pieces.every(({ text }) => text !== undefined),
      finish: () => this.#putIn(data, pieces),
    };
  }

  // The same walk once more: it meets the texts in the same order.
  #putIn(data: unknown, pieces: readonly Piece[]): unknown {
    let next = 0;
    const told = new PayloadRewriter(this.#rules, () => {
      const piece = pieces[next];
      next += 1;
      if (piece?.text === undefined) throw new Error("A chunk changed while it was held back.");
      return piece.text;
    }).rewrite(data, "data");
    return told;
  }

  #scannerAt(place: string): TextScanner {
    let scanner = this.#scanners.get(place);
    if (scanner === undefined) {
      scanner = new TextScanner(this.#scanning);
      this.#scanners.set(place, scanner);
    }
    return scanner;
  }

  #joinedAt(place: string): JoinedText {
    let joined = this.#joined.get(place);
    if (joined === undefined) {
      joined = new JoinedText(this.#scanning);
      this.#joined.set(place, joined);
    }
    return joined;
  }
}
