/**
 * Adds up the chunks of one output. Made by the step that produces them, since it knows how they add. One chunk alone adds up to
 * itself: where a body gives its whole output as the only chunk, nobody is asked.
 */
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

/** Joins chunks, or sums: results of its own. */
type Join<Chunk> = (chunks: readonly Chunk[], areSums?: boolean) => Chunk;

/** What waits to be joined: one list, written over and over, since a list anew for each block would grow to its size in four steps. */
interface Block<Chunk> {
  readonly chunks: Chunk[];
  count: number;
}

/**
 * Adds up by joining blocks of 64 chunks, blocks of 64 of their sums, and so on, which must give the same. So a chunk is joined four
 * times among ten million, also where what is joined is copied, as lists are, and a few blocks are all that is kept.
 */
export class BlockAccumulator<Chunk> implements Accumulator<Chunk> {
  readonly #join: Join<Chunk>;
  /** The chunks first, then what they add up to. */
  readonly #blocks: Block<Chunk>[] = [];

  constructor(join: Join<Chunk>) {
    this.#join = join;
  }

  add(chunk: Chunk): void {
    this.#put(chunk, 0);
  }

  /** What they add up to; what `join` makes of none when there were none. */
  get value(): Chunk {
    const [loose = [], ...sums] = this.#blocks.map(({ chunks, count }) => chunks.slice(0, count));
    return this.#join([...sums.toReversed().flat(), this.#join(loose)], true);
  }

  #put(chunk: Chunk, level: number): void {
    const block = (this.#blocks[level] ??= { chunks: [], count: 0 });
    block.chunks[block.count] = chunk;
    block.count += 1;
    if (block.count < blockSize) return;
    block.count = 0;
    this.#put(this.#join(block.chunks, level > 0), level + 1);
  }
}
