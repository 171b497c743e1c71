/** Lets the cook go on step by step: a test says how many look-ups and tokens may pass. */
export class TokenGate {
  #allowed = 0;
  readonly #waiting: (() => void)[] = [];

  /** Lets so many more pass; all that are to come by default. */
  open(count = Number.POSITIVE_INFINITY): void {
    this.#allowed += count;
    while (this.#allowed > 0 && this.#waiting.length > 0) {
      this.#allowed -= 1;
      this.#waiting.shift()?.();
    }
  }

  /** Lets none pass any more. */
  close(): void {
    this.#allowed = 0;
  }

  async pass(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (this.#allowed > 0) {
      this.#allowed -= 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      this.#waiting.push(resolve);
      signal?.addEventListener("abort", () => {
        this.#waiting.splice(
          0,
          this.#waiting.length,
          ...this.#waiting.filter((one) => one !== resolve),
        );
        reject(signal.reason as Error);
      });
    });
  }
}
