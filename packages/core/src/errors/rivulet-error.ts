import { describeValue } from "../util/describe-value.ts";

const marker = Symbol.for("rivulet.error");

/** What every Rivulet error may carry beside its message. */
export interface RivuletErrorOptions {
  /** The error that led to this one, kept as `error.cause`. */
  readonly cause?: unknown;
  /** The run that the error belongs to, where there is one. */
  readonly runId?: string;
  /** The name of that run. */
  readonly runName?: string;
}

/**
 * The base of every error that Rivulet throws on purpose.
 *
 * `code` is stable and meant for programs; `message` is one sentence that says what was wrong and what to do, meant for
 * people. Errors of another copy of the package are recognised by {@link RivuletError.isInstance}, where `instanceof`
 * fails.
 *
 * @example
 * try { await chain.invoke(input); } catch (error) {
 *   if (RivuletError.isInstance(error)) console.log(error.code);
 * }
 */
export abstract class RivuletError extends Error {
  /** A stable, upper-case name of the kind of error. */
  abstract readonly code: string;
  /** The run that the error belongs to; `undefined` when it was thrown outside of any run. */
  readonly run_id: string | undefined;
  /** The name of that run. */
  readonly run_name: string | undefined;

  constructor(message: string, options: RivuletErrorOptions = {}) {
    super(message, options);
    this.name = new.target.name;
    this.run_id = options.runId;
    this.run_name = options.runName;
    Object.defineProperty(this, marker, { value: true });
  }

  /**
   * The error of this class that says what a value was and what is wanted in its place.
   *
   * @param what - the value by its name, and the verb: `maxSteps was`
   * @param expected - what to give: `a whole number of at least 1`
   */
  // oxlint-disable-next-line max-params -- the first is no parameter.
  static of<Failure extends RivuletError>(
    this: new (message: string) => Failure,
    what: string,
    value: unknown,
    expected: string,
  ): Failure {
    return new this(`${what} ${describeValue(value)}; give ${expected}.`);
  }

  /** Whether a value is a Rivulet error, also one made by another copy of the package. */
  static isInstance(value: unknown): value is RivuletError {
    return typeof value === "object" && value !== null && marker in value;
  }
}
