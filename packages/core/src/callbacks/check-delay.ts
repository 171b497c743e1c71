import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";

// A longer timer overflows and fires at once. In figures: a power would stand in every bundle, also where it is not used.
const longestDelayMs = 2_147_483_647;

/**
 * Checks a number of milliseconds that is meant for a timer.
 *
 * @throws {@link InvalidArgumentError} when it is negative, no number, or more than a timer can wait.
 */
export function checkDelay(name: string, value: unknown): void {
  if (typeof value === "number" && value >= 0 && value <= longestDelayMs) return;
  throw InvalidArgumentError.of(
    `${name} was`,
    value,
    `a number of milliseconds from 0 to ${String(longestDelayMs)}`,
  );
}
