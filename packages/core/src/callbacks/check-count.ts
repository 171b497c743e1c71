import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";

/**
 * Checks a count, and gives it.
 *
 * @throws {@link InvalidArgumentError} when it is no whole number of at least 1.
 */
export function checkCount(name: string, value: unknown): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 1) return value;
  throw InvalidArgumentError.of(`${name} was`, value, "a whole number of at least 1");
}
