import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";

/**
 * Checks a name that an event is to have.
 *
 * @param what - whose name it is: `a run`
 * @throws {@link InvalidArgumentError} when it is no string or empty.
 */
export function checkName(what: string, name: unknown): void {
  if (typeof name === "string" && name !== "") return;
  throw InvalidArgumentError.of(`The name of ${what} was`, name, "a string that is not empty");
}
