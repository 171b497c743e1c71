import { describeValue, InvalidArgumentError } from "@rivulet/core";
import { CancelScope } from "@rivulet/core/runtime";
import { toCall, type Call } from "../execution/call.ts";
import { checkConfig } from "../execution/check-config.ts";
import { checkList } from "../execution/check-list.ts";
import { settingsOf } from "../execution/call-settings.ts";
import { runAll } from "../execution/run-all.ts";
import type { RunnableConfig } from "../execution/runnable-config.ts";
import type { RunnableLike } from "../execution/runnable-like.ts";

/** How `batch` treats failures. */
export interface BatchOptions {
  /** Gives errors in the place of results, instead of throwing the first and cancelling the rest. */
  readonly returnExceptions?: boolean;
  /** As in the config; LangChain.js has it here too. */
  readonly maxConcurrency?: number;
}

/**
 * Runs a runnable on each input, each a run of its own; results come in the order of the inputs.
 *
 * @throws {@link InvalidArgumentError} when `inputs` is no list, there are not as many configs as inputs, or `maxConcurrency` is wrong; the first failure of a run.
 */
export async function batchOf<Input, Output>(
  runnable: RunnableLike<Input, Output>,
  inputs: readonly Input[],
  {
    configs,
    options,
  }: { configs: RunnableConfig | readonly RunnableConfig[] | undefined; options: BatchOptions },
): Promise<(Output | Error)[]> {
  checkList(inputs, "What batch() was given", "inputs");
  checkConfig({ maxConcurrency: options.maxConcurrency });
  const calls = callsFor(inputs, configs);
  const first = calls[0];
  if (first === undefined) return [];
  const scope = new CancelScope(first.context.scope);
  const maxConcurrency = options.maxConcurrency ?? settingsOf(first.context).maxConcurrency;
  try {
    const group = new CancelScope(scope);
    return await runAll(
      // Not by `map`, which leaves the holes of a list out.
      Array.from(inputs, (input, index) => ({ input, call: calls[index] ?? first })),
      { group, maxConcurrency },
      async (item) => {
        const call = { ...item.call, context: item.call.context.withScope(group) };
        try {
          return await runnable.invokeIn(item.input, call);
        } catch (error) {
          if (options.returnExceptions !== true) throw error;
          return toError(error);
        }
      },
    );
  } finally {
    scope.close();
  }
}

function callsFor<Input>(
  inputs: readonly Input[],
  configs: RunnableConfig | readonly RunnableConfig[] | undefined,
): readonly Call[] {
  if (!isList(configs)) {
    const call = toCall(configs);
    // An id names one run: with one config for several inputs, each run gets its own.
    return Array.from(inputs, () => (inputs.length > 1 ? { ...call, runId: undefined } : call));
  }
  if (configs.length !== inputs.length) {
    throw new InvalidArgumentError(
      `batch() was given ${String(inputs.length)} inputs and ${String(configs.length)} configs; give one config, or one for each input.`,
    );
  }
  return configs.map(toCall);
}

function isList(
  configs: RunnableConfig | readonly RunnableConfig[] | undefined,
): configs is readonly RunnableConfig[] {
  return Array.isArray(configs);
}

function toError(error: unknown): Error {
  // Anything may be thrown, also what cannot be looked at or made a text.
  try {
    return error instanceof Error ? error : new Error(String(error), { cause: error });
  } catch {
    return new Error(describeValue(error), { cause: error });
  }
}
