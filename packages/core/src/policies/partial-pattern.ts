import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";

/** What stands where a text ends, whatever the flags. */
const end = "(?![\\s\\S])";

/**
 * A pattern that finds where a match of another might begin that the text breaks off: it matches from there to the end of
 * the text. Each part of the pattern may be itself, or the end. So it is where a match is whole but for what is looked ahead at.
 *
 * @throws {@link InvalidArgumentError} when the pattern refers back to a group, since half a repetition can't be known.
 */
export function createPartialPattern(pattern: RegExp): RegExp {
  const source = new PartialSource(pattern);
  const sources = [`(?:${source.parts()})${end}`];
  for (let index = 0; index < source.lookaheadCount; index += 1)
    sources.push(new PartialSource(pattern, index).parts());
  return new RegExp(sources.join("|"), `${pattern.flags.replace(/[gy]/g, "")}g`);
}

class PartialSource {
  readonly #source: string;
  readonly #isUnicode: boolean;
  readonly #hasNestedClasses: boolean;
  /** Which lookahead has to break off, where the match itself need not. */
  readonly #brokenLookahead: number | undefined;
  /** What closes the groups that are open. */
  readonly #closings: string[] = [];
  #lookaheadCount = 0;
  #at = 0;

  constructor({ source, unicode, flags }: RegExp, brokenLookahead?: number) {
    this.#brokenLookahead = brokenLookahead;
    this.#source = source;
    this.#hasNestedClasses = flags.includes("v");
    this.#isUnicode = unicode || this.#hasNestedClasses;
  }

  /** How many lookaheads there are, outside of groups, in what was gone through. */
  get lookaheadCount(): number {
    return this.#lookaheadCount;
  }

  /** The parts of it; where a lookahead has to break off, of the alternative alone that has it. */
  parts(): string {
    let parts = "";
    while (this.#at < this.#source.length) {
      const isEndOfAlternative = this.#source[this.#at] === "|" && this.#closings.length === 0;
      if (!isEndOfAlternative || this.#brokenLookahead === undefined) parts += this.#part();
      else if (this.#lookaheadCount > this.#brokenLookahead) break;
      else {
        parts = "";
        this.#at += 1;
      }
    }
    return parts;
  }

  #part(): string {
    const next = this.#source[this.#at] ?? "";
    if (next === "\\") return this.#escape();
    if (next === "[") return orEnd(this.#take(this.#classLength()));
    if (next === "(") return this.#opening();
    if (next === ")") return this.#closing();
    if (/[|^$*+?]/.test(next)) return this.#take(1);
    if (next === "{") return this.#brace();
    return orEnd(this.#take(this.#characterLength()));
  }

  #take(length: number): string {
    const taken = this.#source.slice(this.#at, this.#at + length);
    this.#at += length;
    return taken;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#source)?.[0];
  }

  #escape(): string {
    if (this.#match(/\\(?:[1-9]|k<)/y) !== undefined) {
      throw new InvalidArgumentError(
        `The pattern ${this.#source} refers back to a group, and can't be looked for in parts; write the group out.`,
      );
    }
    const whole = this.#match(
      /\\(?:[pP]\{[^}]*\}|u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[a-zA-Z])/y,
    );
    // Where a text breaks off, what follows decides whether a word ends.
    if (this.#match(/\\[bB]/y) !== undefined) return orEnd(this.#take(2));
    if (whole === undefined) return orEnd(this.#take(2));
    const second = this.#isUnicode ? this.#secondSurrogate(whole) : "";
    return orEnd(this.#take(whole.length + second.length));
  }

  // Under `u` two escapes may be one character.
  #secondSurrogate(first: string): string {
    if (!/^\\u[dD][89abAB]/.test(first)) return "";
    const rest = this.#source.slice(this.#at + first.length);
    return /^\\u[dD][c-fC-F][0-9a-fA-F]{2}/.exec(rest)?.[0] ?? "";
  }

  #classLength(): number {
    let depth = 0;
    let index = this.#at;
    do {
      const character = this.#source[index];
      if (character === "\\") index += 1;
      else if (character === "[" && (depth === 0 || this.#hasNestedClasses)) depth += 1;
      else if (character === "]") depth -= 1;
      index += 1;
    } while (depth > 0);
    return index - this.#at;
  }

  // A group is put into one more, that the end may take the place of. What looks behind sees only what there is.
  #opening(): string {
    if (this.#match(/\(\?(?:!|<[=!])/y) !== undefined) return this.#lookaround();
    // With modifiers, `(?i:`, as it stands; what is captured is asked by nobody, since references are refused.
    const opening = this.#match(/\((?:\?(?:[:=]|<[^>]+>|[a-z-]+:))?/y) ?? "(";
    this.#take(opening.length);
    if (opening === "(?=" && this.#closings.length === 0) return this.#lookahead();
    this.#closings.push(`)|${end})`);
    return /^\(\?(?:=|[a-z-]+:)/.test(opening) ? `(?:${opening}` : "(?:(?:";
  }

  #lookahead(): string {
    const isBroken = this.#lookaheadCount === this.#brokenLookahead;
    this.#lookaheadCount += 1;
    this.#closings.push(isBroken ? `)${end}))` : `))|${end})`);
    return "(?:(?=(?:";
  }

  #closing(): string {
    this.#take(1);
    return this.#closings.pop() ?? ")";
  }

  // As it stands: it may say no too early only where a text follows that decides it.
  #lookaround(): string {
    let depth = 0;
    const start = this.#at;
    do {
      const character = this.#source[this.#at];
      if (character === "[") this.#at += this.#classLength();
      else {
        if (character === "\\") this.#at += 1;
        else if (character === "(") depth += 1;
        else if (character === ")") depth -= 1;
        this.#at += 1;
      }
    } while (depth > 0);
    return orEnd(this.#source.slice(start, this.#at));
  }

  #brace(): string {
    const quantifier = this.#match(/\{\d+(?:,\d*)?\}/y);
    return quantifier === undefined ? orEnd(this.#take(1)) : this.#take(quantifier.length);
  }

  #characterLength(): number {
    const code = this.#isUnicode ? (this.#source.codePointAt(this.#at) ?? 0) : 0;
    return code > 0xff_ff ? 2 : 1;
  }
}

function orEnd(part: string): string {
  return `(?:${part}|${end})`;
}
