const numbered = /^(?<name>.*):(?<number>[1-9]\d*)$/su;

/** Gives the runs of a log their keys: the name, then `name:2`, `name:3`. Keeps a number for each name, not each run. */
export class LogKeys {
  readonly #counts = new Map<string, number>();

  /** A key that no run had before. */
  next(name: string): string {
    let number = this.#counts.get(name) ?? 0;
    let key = name;
    do {
      number += 1;
      key = number === 1 ? name : `${name}:${String(number)}`;
    } while (this.#isTaken(key));
    this.#counts.set(name, number);
    return key;
  }

  // A run may be called `search:2` while another is the second `search`.
  #isTaken(key: string): boolean {
    if (this.#counts.has(key)) return true;
    const { name, number } = numbered.exec(key)?.groups ?? {};
    if (name === undefined || Number(number) < 2) return false;
    return (this.#counts.get(name) ?? 0) >= Number(number);
  }
}
