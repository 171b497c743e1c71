import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import { isRunType, runTypes } from "../events/run-type.ts";

/**
 * Checks the type that a run is to have.
 *
 * @param what - whose type it is: `a run`
 * @throws {@link InvalidArgumentError} when there is no such type.
 */
export function checkRunType(what: string, type: unknown): void {
  if (isRunType(type)) return;
  throw InvalidArgumentError.of(`The type of ${what} was`, type, `one of ${runTypes.join(", ")}`);
}
