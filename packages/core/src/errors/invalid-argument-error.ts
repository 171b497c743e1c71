import { describeValue } from "../util/describe-value.ts";
import { RivuletError } from "./rivulet-error.ts";

/**
 * An option or argument was refused, before any work began: a wrong `version`, an unknown type in a filter, a negative
 * `highWaterMark`. The message names the argument, the value that was given and what is accepted.
 */
export class InvalidArgumentError extends RivuletError {
  readonly code = "INVALID_ARGUMENT";

  /**
   * The error that says what a value was and what is wanted in its place.
   *
   * @param what - the value by its name, and the verb: `maxSteps was`
   * @param expected - what to give: `a whole number of at least 1`
   */
  static of(what: string, value: unknown, expected: string): InvalidArgumentError {
    return new InvalidArgumentError(`${what} ${describeValue(value)}; give ${expected}.`);
  }
}
