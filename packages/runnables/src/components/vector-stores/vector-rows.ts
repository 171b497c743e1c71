import { describeValue, InvalidArgumentError } from "@rivulet/core";
import type { Vector } from "../embeddings/embeddings.ts";

/** Vectors of length one, one behind the other in one growing array. */
export class VectorRows {
  #dimensions: number | undefined;
  #count = 0;
  #values: Float32Array = new Float32Array(0);

  /** The length of the vectors; `undefined` before the first. */
  get dimensions(): number | undefined {
    return this.#dimensions;
  }

  /**
   * Adds vectors, each brought to length one.
   *
   * @throws {@link InvalidArgumentError} when one of them is of another length or has no finite numbers; then none was added.
   */
  append(vectors: readonly Vector[]): void {
    const dimensions = this.#dimensions ?? vectors[0]?.length;
    if (dimensions === undefined) return;
    for (const vector of vectors) checkVector(vector, dimensions);
    this.#reserve(vectors.length, dimensions);
    for (const vector of vectors) {
      writeNormalized(vector, this.#values, this.#count * dimensions);
      this.#count += 1;
    }
  }

  /** Adds rows of other vectors of the same length. */
  appendRows(other: VectorRows, rows: readonly number[]): void {
    if (other.#dimensions === undefined || rows.length === 0) return;
    this.#reserve(rows.length, other.#dimensions);
    for (const row of rows) {
      this.#values.set(other.at(row), this.#count * other.#dimensions);
      this.#count += 1;
    }
  }

  /** All rows: a view, until rows are added. */
  get values(): Float32Array {
    return this.#values.subarray(0, this.#count * (this.#dimensions ?? 0));
  }

  /** Rows of these values, which have length one already and are not copied. */
  static of(values: Float32Array, dimensions: number): VectorRows {
    const rows = new VectorRows();
    if (dimensions === 0) return rows;
    rows.#dimensions = dimensions;
    rows.#values = values;
    rows.#count = values.length / dimensions;
    return rows;
  }

  /** A view of a row. */
  at(row: number): Float32Array {
    const dimensions = this.#dimensions ?? 0;
    return this.#values.subarray(row * dimensions, (row + 1) * dimensions);
  }

  /**
   * A vector brought to length one.
   *
   * @throws {@link InvalidArgumentError} when it is of another length than the rows or has no finite numbers.
   */
  normalize(vector: Vector): Float32Array {
    checkVector(vector, this.#dimensions ?? vector.length);
    const normalized = new Float32Array(vector.length);
    writeNormalized(vector, normalized, 0);
    return normalized;
  }

  /** The dot product with a row. */
  dot(query: Float32Array, row: number): number {
    const values = this.#values;
    const { length } = query;
    const start = row * length;
    // Four sums, since the additions of one would wait for each other.
    let [one, two, three, four] = [0, 0, 0, 0];
    let index = 0;
    for (; index + 3 < length; index += 4) {
      const place = start + index;
      one += valueAt(query, index) * valueAt(values, place);
      two += valueAt(query, index + 1) * valueAt(values, place + 1);
      three += valueAt(query, index + 2) * valueAt(values, place + 2);
      four += valueAt(query, index + 3) * valueAt(values, place + 3);
    }
    for (; index < length; index += 1)
      one += valueAt(query, index) * valueAt(values, start + index);
    return one + two + (three + four);
  }

  #reserve(added: number, dimensions: number): void {
    this.#dimensions = dimensions;
    const needed = (this.#count + added) * dimensions;
    if (needed <= this.#values.length) return;
    const grown = new Float32Array(Math.max(needed, 2 * this.#values.length));
    grown.set(this.#values);
    this.#values = grown;
  }
}

// The index is within bounds: a check of it, or of undefined, would take half of a search.
function valueAt(values: Float32Array, index: number): number {
  return values[index] as number;
}

function checkVector(vector: Vector, dimensions: number): void {
  if (vector.length === 0)
    throw new InvalidArgumentError("A vector was empty; give one with numbers.");
  if (vector.length !== dimensions) {
    throw new InvalidArgumentError(
      `A vector has ${String(vector.length)} numbers, where those of the store have ${String(dimensions)}; use one embedding model for all.`,
    );
  }
  const place = vector.findIndex((value) => !Number.isFinite(value));
  if (place === -1) return;
  throw new InvalidArgumentError(
    `A vector has ${describeValue(vector[place])} in place ${String(place)}; give finite numbers.`,
  );
}

function writeNormalized(vector: Vector, target: Float32Array, start: number): void {
  // By the greatest number first: squares of what is very great or very small would leave the range of numbers.
  const greatest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (greatest === 0) return;
  let squares = 0;
  for (const value of vector) squares += (value / greatest) ** 2;
  const scale = Math.sqrt(squares);
  for (const [index, value] of vector.entries()) target[start + index] = value / greatest / scale;
}
