import { InvalidArgumentError, type RunManager } from "@rivulet/core";
import { checkCount, type PromiseOrValue } from "@rivulet/core/runtime";
import { childCall, type Call } from "../execution/call.ts";
import { checkRunnable } from "../execution/check-runnable.ts";
import { invokeRun } from "../execution/invoke-run.ts";
import { positionalTag } from "../execution/positional-tag.ts";
import type { RunnableLike } from "../execution/runnable-like.ts";
import type { Accumulator } from "../pipeline/accumulator.ts";
import type { Sink } from "../pipeline/sink.ts";
import { whenReady } from "../util/when-ready.ts";
import type { AttemptPlan } from "./attempt-plan.ts";
import { AttemptsStage } from "./attempts-stage.ts";
import { invokeAttempts } from "./invoke-attempts.ts";

/** How often, when and on what a runnable is tried again. */
export interface RetryOptions {
  /** How many attempts there are in all. Default 3. */
  readonly stopAfterAttempt?: number;
  /**
   * Called after each failure that another attempt would follow, which waits for the promise that it returns; what it throws, or
   * rejects with, ends the trying and is the failure.
   */
  readonly onFailedAttempt?: (error: unknown, failedAttempts: number) => unknown;
  /**
   * Milliseconds to wait after so many failed attempts, or a promise of them. Default: a random time of up to 1, 2, 4, ...
   * seconds (at least half of it, 30 at most). More than a timer can wait (24 days) is that long. What it throws, or rejects
   * with, ends the trying and is the failure, as is an `InvalidArgumentError` where it gives no number from 0.
   */
  readonly delayMs?: (failedAttempts: number) => PromiseOrValue<number>;
}

/**
 * Runs a runnable again when it fails: each attempt is a run of its own inside the retry's. In a stream it tries until the
 * first chunk is out. A cancelled attempt is not tried again.
 */
export class Retry<Input, Output> implements RunnableLike<Input, Output> {
  readonly bound: RunnableLike<Input, Output>;
  readonly options: RetryOptions;
  readonly #name: string;

  /** @throws {@link InvalidArgumentError} when `bound` is no runnable, or an option is wrong. */
  constructor(bound: RunnableLike<Input, Output>, options: RetryOptions, name = "RunnableRetry") {
    checkRunnable(bound, "What is to be retried");
    checkOptions(options);
    const { stopAfterAttempt = 1 } = options;
    checkCount("stopAfterAttempt", stopAfterAttempt);
    this.bound = bound;
    this.options = options;
    this.#name = name;
  }

  getName(): string {
    return this.#name;
  }

  invokeIn(input: Input, call: Call): PromiseOrValue<Output> {
    return invokeRun(call, { type: "chain", name: this.#name, input }, (run) =>
      invokeAttempts(input, planRetries(this, run), run),
    );
  }

  connect(down: Sink<Output>, call: Call): Sink<Input> {
    return new AttemptsStage(down, call, {
      name: this.#name,
      planFor: (run) => planRetries(this, run),
    });
  }

  createAccumulator(): Accumulator<Output> {
    return this.bound.createAccumulator();
  }
}

function planRetries<Input, Output>(
  { bound: runnable, options }: Retry<Input, Output>,
  run: RunManager,
): AttemptPlan<Input, Output> {
  const { stopAfterAttempt = 3, onFailedAttempt, delayMs = defaultDelayMs } = options;
  return {
    first: { runnable, call: childCall(run), delayMs: 0 },
    next: (error, failed) => {
      if (failed >= stopAfterAttempt) return undefined;
      return whenReady(onFailedAttempt?.(error, failed), () =>
        whenReady(delayMs(failed), (given) => ({
          runnable,
          call: childCall(run, positionalTag(`retry:attempt:${String(failed + 1)}`)),
          delayMs: checkRetryDelay(given),
        })),
      );
    },
  };
}

// More than a timer can wait would be no wait at all.
function checkRetryDelay(delayMs: unknown): number {
  if (typeof delayMs === "number" && delayMs >= 0) return Math.min(delayMs, 2 ** 31 - 1);
  throw InvalidArgumentError.of("delayMs gave", delayMs, "a number of milliseconds");
}

function checkOptions(options: unknown): void {
  if (typeof options !== "object" || options === null) {
    throw InvalidArgumentError.of(
      "The options of a retry were",
      options,
      "an object such as { stopAfterAttempt: 2 }",
    );
  }
  for (const name of ["onFailedAttempt", "delayMs"]) {
    const value: unknown = Reflect.get(options, name);
    if (value === undefined || typeof value === "function") continue;
    throw InvalidArgumentError.of(`${name} was`, value, "a function");
  }
}

function defaultDelayMs(failed: number): number {
  const longest = Math.min(1_000 * 2 ** (failed - 1), 30_000);
  return longest * (0.5 + Math.random() / 2);
}
