import type { Known } from "@rivulet/core/runtime";

/** Whether what lies below has enough for now. */
export interface Pressure {
  readonly isClosed: boolean;
  /** Calls `resume` once, as soon as there is room. */
  whenOpen(resume: () => void): void;
}

/** What lies above a sink and writes to it. */
export interface Upstream {
  /**
   * Says that nothing more is of use. What lies above comes to rest: bodies are aborted, generators finalised, open runs
   * cancelled with `reason`, the farthest first. Idempotent; resolves, where it is not done at once, within the grace
   * period. Never rejects.
   */
  stop(reason: unknown): Promise<void> | undefined;
}

/**
 * Where chunks go: the input side of a step. A chunk passes through every synchronous step by plain calls, within one tick;
 * hence causes precede effects. The calls come in this order: one `begin`, any number of `write`, then one `end` or `fail`;
 * `fail` may come without a `begin`. None of them throws.
 */
export interface Sink<Chunk> {
  /** Looked at by the source above before it pulls its next chunk. The same object from `begin` on. */
  readonly pressure: Pressure;
  /** Whether `end` must say what the chunks add up to; valid once `begin` was called. The producer knows how they add. */
  readonly wantsTotal: boolean;
  /** Says who writes; called before anything else. */
  attach(upstream: Upstream): void;
  /** The step above has begun; `input` when the whole input is known already. */
  begin(input?: Known<Chunk>): void;
  write(chunk: Chunk): void;
  /** There are no more chunks; `total`, if wanted, is what they add up to. */
  end(total?: Known<Chunk>): void;
  /** The step above failed or was cancelled. */
  fail(error: unknown): void;
}
