/** Adds up the chunks of one output. Made by the step that produces them, since it knows how they add. */
export interface Accumulator<Chunk> {
  add(chunk: Chunk): void;
  /** What the chunks add up to; when there were none, `undefined`, or what is empty of its kind. */
  readonly value: Chunk;
}

/** Keeps the last chunk: for outputs whose chunks are each the whole so far. */
export class LastValue<Chunk> implements Accumulator<Chunk> {
  #value: Chunk | undefined;

  add(chunk: Chunk): void {
    this.#value = chunk;
  }

  get value(): Chunk {
    return this.#value as Chunk;
  }
}

const blockSize = 64;

/**
 * Adds up by joining blocks of 64 chunks at a time, and of a million chunks keeps no more than a block and the joined rest.
 * The block is one list, written over and over: a list anew for each block would grow to its size in four steps.
 */
export class BlockAccumulator<Chunk> implements Accumulator<Chunk> {
  readonly #join: (chunks: readonly Chunk[]) => Chunk;
  readonly #block: Chunk[] = [];
  #count = 0;

  constructor(join: (chunks: readonly Chunk[]) => Chunk) {
    this.#join = join;
  }

  add(chunk: Chunk): void {
    this.#block[this.#count] = chunk;
    this.#count += 1;
    if (this.#count < blockSize) return;
    this.#block[0] = this.#join(this.#block);
    this.#count = 1;
  }

  /** What they add up to; what `join` makes of none when there were none. */
  get value(): Chunk {
    return this.#join(this.#block.slice(0, this.#count));
  }
}
