import { createDeferred, type Deferred } from "./deferred.ts";

/** What the user's code in a component does. */
export interface Plan {
  /** The index of the chunk in whose place it throws. */
  readonly failAt?: number;
  /** The index of the chunk in whose place it waits until it is aborted. */
  readonly stallAt?: number;
  /** Waits until it is let go, whatever is asked of it. */
  readonly ignoresSignal?: boolean;
}

export const failure = new Error("the body failed");

/** The user's code in a component, and what became of it. */
export class Script {
  readonly plan: Plan;
  /** Resolves when the code waits. */
  readonly stalled: Deferred<void> = createDeferred();
  /** Lets go of code that ignores its signal. */
  readonly release: Deferred<void> = createDeferred();
  /** How many pieces of the code have begun and not come to their `finally` block. */
  open = 0;

  constructor(plan: Plan = {}) {
    this.plan = plan;
  }

  /** Whether it throws in this place. */
  failsAt(index: number): boolean {
    return this.plan.failAt === index;
  }

  /** Yields the chunks, and fails or waits where the plan says so. */
  async *play<Chunk>(
    chunks: readonly Chunk[],
    config: { readonly signal?: AbortSignal | undefined } = {},
  ): AsyncGenerator<Chunk, undefined> {
    this.open += 1;
    try {
      for (let index = 0; index <= chunks.length; index += 1) {
        if (index === this.plan.failAt) throw failure;
        if (index === this.plan.stallAt) await this.#stall(config.signal);
        if (index < chunks.length) yield chunks[index] as Chunk;
      }
      return undefined;
    } finally {
      this.open -= 1;
    }
  }

  /** Yields the chunks without failing: it is the step behind that fails. */
  async *playSafely<Chunk>(
    chunks: readonly Chunk[],
    config: { readonly signal?: AbortSignal | undefined },
  ): AsyncGenerator<Chunk, undefined> {
    this.open += 1;
    try {
      for (const [index, chunk] of chunks.entries()) {
        if (index === this.plan.stallAt) await this.#stall(config.signal);
        yield chunk;
      }
      return undefined;
    } finally {
      this.open -= 1;
    }
  }

  /** The same without waiting. */
  *playNow<Chunk>(chunks: readonly Chunk[]): Generator<Chunk, undefined> {
    this.open += 1;
    try {
      for (const [index, chunk] of chunks.entries()) {
        if (index === this.plan.failAt) throw failure;
        yield chunk;
      }
      return undefined;
    } finally {
      this.open -= 1;
    }
  }

  /** What the chunks add up to, when they have all been played. */
  async playAll(
    chunks: readonly string[],
    config: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<string> {
    let text = "";
    for await (const chunk of this.play(chunks, config)) text += chunk;
    return text;
  }

  #stall(signal: AbortSignal | undefined): Promise<unknown> {
    this.stalled.resolve();
    if (this.plan.ignoresSignal === true || signal === undefined) return this.release.promise;
    return new Promise((_resolve, reject) => {
      const giveUp = (): void => {
        reject(signal.reason as Error);
      };
      if (signal.aborted) giveUp();
      else signal.addEventListener("abort", giveUp, { once: true });
    });
  }
}
