import { InvalidArgumentError } from "@rivulet/core";
import { isRunnableLike } from "./is-runnable-like.ts";

/**
 * Refuses what is no runnable; `what` names it in the message.
 *
 * @throws {@link InvalidArgumentError} when it is none.
 */
export function checkRunnable(value: unknown, what: string): void {
  if (isRunnableLike(value)) return;
  throw InvalidArgumentError.of(`${what} was`, value, "a runnable");
}
