interface Concatenable {
  concat(other: unknown): unknown;
}

const blockSize = 64;

/**
 * Adds up chunks whose kind is not known beforehand. What adds, is added: strings are joined, lists appended, objects with
 * a `concat` method (message chunks) concatenated. Anything else replaces what was there: the last value is the value. So
 * does a chunk that does not fit the ones before it.
 *
 * Linear in the length of what is added, however many chunks it comes in.
 */
export class ChunkAccumulator<Chunk = unknown> {
  #value: unknown = undefined;
  #isOwnList = false;
  /** Texts that follow the value, a text too. Joined in blocks: a `+=` for each chunk would keep a node for each. */
  #texts: string[] = [];

  add(chunk: Chunk): void {
    if (typeof this.#value === "string" && typeof chunk === "string") {
      this.#texts.push(chunk);
      if (this.#texts.length === blockSize) this.#joinTexts();
      return;
    }
    this.#joinTexts();
    const before = this.#value;
    if (Array.isArray(before) && Array.isArray(chunk)) {
      this.#append(before, chunk);
    } else {
      this.#isOwnList = false;
      this.#value = concat(before, chunk);
    }
  }

  /** What the chunks add up to; `undefined` when there were none. What is added later leaves it as it is. */
  get value(): Chunk {
    this.#joinTexts();
    this.#isOwnList = false;
    return this.#value as Chunk;
  }

  #joinTexts(): void {
    if (typeof this.#value !== "string") return;
    this.#value += this.#texts.join("");
    this.#texts = [];
  }

  #append(before: unknown[], chunk: readonly unknown[]): void {
    if (!this.#isOwnList) {
      this.#value = [...(before as readonly unknown[]), ...chunk];
      this.#isOwnList = true;
      return;
    }
    for (const item of chunk) before.push(item);
  }
}

/** Whether a chunk adds to the one before it, by these rules; where it does not, it takes its place. */
export function addsUp(before: unknown, chunk: unknown): boolean {
  if (typeof before === "string") return typeof chunk === "string";
  if (Array.isArray(before)) return Array.isArray(chunk);
  return isConcatenable(before) && isSameKind(before, chunk);
}

/** Whether a value is of a kind that adds up by a method of its own, as the chunks of messages do. */
export function isConcatenable(value: unknown): value is Concatenable {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    "concat" in value &&
    typeof value.concat === "function"
  );
}

// Chunks that refuse each other, or to be looked at, do not fit; that somebody adds them up must not fail the run that they
// came from.
function concat(before: unknown, chunk: unknown): unknown {
  try {
    if (isConcatenable(before) && isSameKind(before, chunk)) return before.concat(chunk);
  } catch {
    // What came last is the value.
  }
  return chunk;
}

function isSameKind(one: object, other: unknown): boolean {
  return typeof other === "object" && other !== null && one.constructor === other.constructor;
}
