import { InvalidArgumentError } from "@rivulet/core";

/**
 * Refuses what is no list; `what` names it in the message, `expected` says what the list is of.
 *
 * @throws {@link InvalidArgumentError} when it is none.
 */
export function checkList(value: unknown, what: string, expected: string): void {
  if (Array.isArray(value)) return;
  throw InvalidArgumentError.of(`${what} was`, value, `a list of ${expected}`);
}
