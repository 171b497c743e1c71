import type { Pace } from "../../src/guide/pace.ts";

/** A pace that a test sets: each token and each look-up waits until it is let through. */
export class TokenGate {
  readonly #waiting: (() => void)[] = [];
  #arrived: (() => void) | undefined;

  readonly pace: Pace = (signal) =>
    new Promise((resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
      this.#waiting.push(resolve);
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
}
