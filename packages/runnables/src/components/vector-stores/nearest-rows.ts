/** A row and how near it is: the greater, the nearer. */
export interface RowMatch {
  readonly row: number;
  readonly score: number;
}

/**
 * The `k` nearest of the rows that it is shown, kept as a heap with the farthest on top, so that most rows cost one
 * comparison. Of two rows with the same score, the lower is the nearer.
 */
export class NearestRows {
  readonly #k: number;
  readonly #heap: RowMatch[] = [];
  #bar = -Infinity;

  constructor(k: number) {
    this.#k = k;
  }

  /** Keeps a row if it is among the nearest so far. */
  offer(row: number, score: number): void {
    const heap = this.#heap;
    if (heap.length < this.#k) {
      heap.push({ row, score });
      this.#rise(heap.length - 1);
    } else if (score > this.#bar || (score === this.#bar && row < (heap[0]?.row ?? 0))) {
      heap[0] = { row, score };
      this.#sink();
    } else return;
    if (heap.length === this.#k) this.#bar = heap[0]?.score ?? -Infinity;
  }

  /** The nearest rows, the nearest first. */
  toSorted(): RowMatch[] {
    return this.#heap.toSorted((one, other) => other.score - one.score || one.row - other.row);
  }

  #rise(from: number): void {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!isFarther(this.#heap[index], this.#heap[parent])) return;
      this.#swap(index, parent);
      index = parent;
    }
  }

  #sink(): void {
    for (let index = 0; ;) {
      let farthest = index;
      for (const child of [2 * index + 1, 2 * index + 2]) {
        if (isFarther(this.#heap[child], this.#heap[farthest])) farthest = child;
      }
      if (farthest === index) return;
      this.#swap(index, farthest);
      index = farthest;
    }
  }

  #swap(one: number, other: number): void {
    const heap = this.#heap;
    const [left, right] = [heap[one], heap[other]];
    if (left === undefined || right === undefined) return;
    heap[one] = right;
    heap[other] = left;
  }
}

function isFarther(one: RowMatch | undefined, other: RowMatch | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return one.score === other.score ? one.row > other.row : one.score < other.score;
}
