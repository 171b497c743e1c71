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
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.name = new.target.name;
    this.run_id = options.runId;
    this.run_name = options.runName;
    Object.defineProperty(this, marker, { value: true });
  }

  /** Whether a value is a Rivulet error, also one made by another copy of the package. */
  static isInstance(value: unknown): value is RivuletError {
    return typeof value === "object" && value !== null && marker in value;
  }
}
