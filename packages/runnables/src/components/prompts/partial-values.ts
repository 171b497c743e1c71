import { InvalidArgumentError } from "@rivulet/core";
import { isPromiseLike } from "@rivulet/core/runtime";
import type { PromptInput } from "./base-prompt-template.ts";

/**
 * The values of a template, over those that were given before. One that was given as a function is asked for its value each time.
 *
 * @throws {@link InvalidArgumentError} when such a function gives a promise.
 */
export function withPartialValues(partial: PromptInput, values: PromptInput): PromptInput {
  const entries = Object.entries(partial).map(([name, value]): [string, unknown] => [
    name,
    typeof value === "function" && !Object.hasOwn(values, name)
      ? callNow(name, value as () => unknown)
      : value,
  ]);
  return { ...Object.fromEntries(entries), ...values };
}

function callNow(name: string, func: () => unknown): unknown {
  const value = func();
  if (!isPromiseLike(value)) return value;
  // Nobody waits for it: a failure of it would end the process.
  value.then(undefined, () => undefined);
  throw new InvalidArgumentError(
    `The function for the template's variable "${name}" gave a promise; give one that is not async, or put the value into the input.`,
  );
}
