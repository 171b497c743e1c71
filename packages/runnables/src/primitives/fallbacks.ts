import { isPlainObject, type RunManager } from "@rivulet/core";
import type { PromiseOrValue } from "@rivulet/core/runtime";
import { childCall, type Call } from "../execution/call.ts";
import { checkList } from "../execution/check-list.ts";
import { checkRunnable } from "../execution/check-runnable.ts";
import { invokeSteps } from "../execution/invoke-run.ts";
import type { RunnableLike } from "../execution/runnable-like.ts";
import type { Accumulator } from "../pipeline/accumulator.ts";
import type { Sink } from "../pipeline/sink.ts";
import type { AttemptPlan } from "./attempt-plan.ts";
import { AttemptsStage } from "./attempts-stage.ts";
import { invokeAttempts } from "./invoke-attempts.ts";

/** How fallbacks are made. */
export interface FallbacksFields<Input, Output> {
  readonly runnable: RunnableLike<Input, Output>;
  /** Tried in order when what goes before fails. */
  readonly fallbacks: readonly RunnableLike<Input, Output>[];
  readonly name?: string | undefined;
}

/**
 * Runs a runnable, and when it fails the next one in its place, with the same input. In a stream it falls back until the
 * first chunk is out. When all fail, the failure of the first is thrown.
 */
export class Fallbacks<Input, Output> implements RunnableLike<Input, Output> {
  readonly candidates: readonly [RunnableLike<Input, Output>, ...RunnableLike<Input, Output>[]];
  readonly #name: string;

  /** @throws {@link InvalidArgumentError} when one of them is no runnable. */
  constructor({ runnable, fallbacks, name }: FallbacksFields<Input, Output>) {
    checkRunnable(runnable, "What has fallbacks");
    const list = toFallbackList<Input, Output>(fallbacks);
    for (const fallback of list) checkRunnable(fallback, "A fallback");
    this.candidates = [runnable, ...list];
    this.#name = name ?? "RunnableWithFallbacks";
  }

  getName(): string {
    return this.#name;
  }

  invokeIn(input: Input, call: Call): PromiseOrValue<Output> {
    return invokeSteps(call, { type: "chain", name: this.#name, input }, (run) =>
      invokeAttempts(input, planFallbacks(this, run), run),
    );
  }

  connect(down: Sink<Output>, call: Call): Sink<Input> {
    return new AttemptsStage(down, call, {
      name: this.#name,
      planFor: (run) => planFallbacks(this, run),
    });
  }

  createAccumulator(): Accumulator<Output> {
    return this.candidates[0].createAccumulator();
  }
}

/**
 * Fallbacks as they are given: a list, or an object with the list, as LangChain.js has it.
 *
 * @throws {@link InvalidArgumentError} when there is no list.
 */
export function toFallbackList<Input, Output>(
  given: unknown,
): readonly RunnableLike<Input, Output>[] {
  const list = isPlainObject(given) ? given["fallbacks"] : given;
  checkList(list, "What it falls back to", "runnables");
  return list as readonly RunnableLike<Input, Output>[];
}

function planFallbacks<Input, Output>(
  { candidates }: Fallbacks<Input, Output>,
  run: RunManager,
): AttemptPlan<Input, Output> {
  let firstFailure: { readonly error: unknown } | undefined;
  return {
    first: { runnable: candidates[0], call: childCall(run), delayMs: 0 },
    next: (error, failed) => {
      firstFailure ??= { error };
      const runnable = candidates[failed];
      if (runnable === undefined) throw firstFailure.error;
      return { runnable, call: childCall(run), delayMs: 0 };
    },
  };
}
