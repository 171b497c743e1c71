import type { Pace } from "../../src/guide/pace.ts";

/** A pace that a test sets: each token and each look-up waits until it is let through. */
export class TokenGate {
  readonly #waiting: (() => void)[] = [];
  #isOpen = false;
  #arrived: (() => void) | undefined;

  readonly pace: Pace = (signal) =>
    new Promise((resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
      if (this.#isOpen) resolve();
      else this.#waiting.push(resolve);
      this.#arrived?.();
    });

  /** Resolves when somebody waits. */
  async reached(): Promise<void> {
    if (this.#waiting.length > 0) return;
    await new Promise<void>((resolve) => {
      this.#arrived = resolve;
    });
  }

  /** Lets the longest waiting one through; waits for one where there is none. */
  async letThrough(count = 1): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      await this.reached();
      this.#waiting.shift()?.();
    }
  }

  /** Lets everybody through from now on. */
  open(): void {
    this.#isOpen = true;
    for (const go of this.#waiting.splice(0)) go();
  }
}
