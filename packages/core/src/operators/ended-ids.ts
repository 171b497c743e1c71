/** How many ended roots are remembered: their stragglers come soon, or not at all. */
const remembered = 1_000;

/** The ids of the roots that ended last, so that a straggler does not open again what has been closed. Bounded. */
export class EndedIds {
  readonly #ids = new Set<string>();

  add(id: string): void {
    this.#ids.add(id);
    if (this.#ids.size <= remembered) return;
    for (const oldest of this.#ids) {
      this.#ids.delete(oldest);
      return;
    }
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }
}
