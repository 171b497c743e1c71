/**
 * A first-in, first-out queue of two lists: one is written, one is read, and they change places when the latter is empty. It
 * allocates nothing once they are as long as they were ever full: a list that is emptied by `length = 0` gives its memory away,
 * and takes it anew with the next value (100 ns for each burst). One list written round and round costs 30 ns a value more.
 */
export class Fifo<Value> {
  #written: (Value | undefined)[] = [];
  #writtenCount = 0;
  #read: (Value | undefined)[] = [];
  #readCount = 0;
  #position = 0;

  /** How many values wait. */
  get size(): number {
    return this.#writtenCount + this.#readCount - this.#position;
  }

  /** Puts a value at the end. */
  push(value: Value): void {
    this.#written[this.#writtenCount] = value;
    this.#writtenCount += 1;
  }

  /** Takes the oldest value out; `undefined` where there is none. */
  shift(): Value | undefined {
    if (this.#position === this.#readCount) {
      if (this.#writtenCount === 0) return undefined;
      this.#changePlaces();
    }
    const value = this.#read[this.#position];
    this.#read[this.#position] = undefined;
    this.#position += 1;
    return value;
  }

  /** Forgets all values. */
  clear(): void {
    while (this.size > 0) this.shift();
  }

  #changePlaces(): void {
    const emptied = this.#read;
    this.#read = this.#written;
    this.#readCount = this.#writtenCount;
    this.#position = 0;
    this.#written = emptied;
    this.#writtenCount = 0;
  }
}
