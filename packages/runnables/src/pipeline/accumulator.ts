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
 * Adds up by joining blocks of 64 chunks at a time: a chunk costs a push, garbage stays small, and of a million chunks no
 * more than a block and the joined rest are kept.
 */
export class BlockAccumulator<Chunk> implements Accumulator<Chunk> {
  readonly #join: (chunks: readonly Chunk[]) => Chunk;
  #block: Chunk[] = [];

  constructor(join: (chunks: readonly Chunk[]) => Chunk) {
    this.#join = join;
  }

  add(chunk: Chunk): void {
    this.#block.push(chunk);
    if (this.#block.length === blockSize) this.#block = [this.#join(this.#block)];
  }

  /** What they add up to; what `join` makes of none when there were none. */
  get value(): Chunk {
    return this.#join(this.#block);
  }
}
