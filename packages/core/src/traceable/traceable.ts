import { Observable } from "rxjs/internal/Observable";
import { closeFailedRun } from "../callbacks/close-failed-run.ts";
import { currentContext } from "../callbacks/callback-manager.ts";
import { checkInherited } from "../callbacks/check-inherited.ts";
import { checkName } from "../callbacks/check-name.ts";
import { checkRunType } from "../callbacks/check-run-type.ts";
import { enterRun } from "../callbacks/enter-run.ts";
import type { RunContext } from "../callbacks/run-context.ts";
import { startRun, type RunManager } from "../callbacks/run-manager.ts";
import { settle } from "../callbacks/settle.ts";
import { CancelScope } from "../context/cancel-scope.ts";
import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import type { Metadata } from "../events/run-event.ts";
import type { RunType } from "../events/run-type.ts";
import { isPromiseLike } from "../util/is-promise-like.ts";
import { traceObservable } from "./trace-observable.ts";
import { readStream, toReadableStream } from "./trace-readable-stream.ts";
import { traceIterable } from "./trace-iterable.ts";
import { TracedAsyncIterator, type BeginRun } from "./traced-async-iterator.ts";
import { TracedIterator } from "./traced-iterator.ts";

/** How the runs of a traced function look. */
export interface TraceableOptions {
  /** The runs' name; by default the function's own. */
  readonly name?: string;
  /** The runs' type; by default `"chain"`. */
  readonly type?: RunType;
  /** Tags of each run and of the runs inside it. */
  readonly tags?: readonly string[];
  /** Metadata of each run and of the runs inside it. */
  readonly metadata?: Metadata;
}

// The only shape that fits every function: parameters are contravariant, hence `never`.
type AnyFunction = (...parameters: never) => unknown;

/**
 * Makes every call of a function a run. The result has the same signature, and the same results.
 *
 * A value or promise ends the run when it is there. Generators, async iterables, web streams and Observables are told
 * chunk by chunk, and the run ends when they are consumed; leaving them early cancels it. A generator that nobody reads
 * starts no run. The input is told as the only argument, or as the list of arguments where there are several.
 *
 * Runs that are started in the body are children of the call. The body of a call inside a cancelled run may go on for
 * `cancelTimeoutMs`, then its promise rejects with the reason.
 *
 * @throws {@link InvalidArgumentError} at once, when `fn` is no function or an option is wrong.
 *
 * @example
 * const search = traceable(async (query: string) => fetchResults(query), { name: "search", type: "tool" });
 */
export function traceable<Fn extends AnyFunction>(fn: Fn, options: TraceableOptions = {}): Fn {
  checkTraceable(fn, options);
  const call = new TracedFunction(fn, options);
  function traced(this: unknown, ...parameters: readonly unknown[]): unknown {
    return call.call(this, parameters);
  }
  Object.defineProperties(traced, {
    name: { value: call.name, configurable: true },
    length: { value: fn.length, configurable: true },
  });
  return traced as unknown as Fn;
}

class TracedFunction {
  readonly name: string;
  readonly #fn: AnyFunction;
  readonly #options: TraceableOptions;

  constructor(fn: AnyFunction, options: TraceableOptions) {
    this.name = options.name ?? (fn.name === "" ? "anonymous" : fn.name);
    this.#fn = fn;
    this.#options = options;
  }

  call(self: unknown, parameters: readonly unknown[]): unknown {
    const apply = (): unknown => Reflect.apply(this.#fn, self, parameters);
    if (!hasTag(this.#fn, "GeneratorFunction")) return this.#callNow(parameters, apply);
    // The body of a generator function begins with the first `next()`, and so does its run.
    const context = currentContext();
    return this.#traceGenerator(apply() as AsyncGenerator | Generator, () =>
      this.#begin(parameters, context),
    );
  }

  #callNow(parameters: readonly unknown[], apply: () => unknown): unknown {
    const run = this.#begin(parameters, currentContext());
    try {
      return this.#traceResult(run, enterRun(run, apply));
    } catch (error) {
      closeFailedRun(run, error);
      throw error;
    } finally {
      if (!run.isOpen) run.scope.close();
    }
  }

  #begin(parameters: readonly unknown[], context: RunContext): RunManager {
    const { type = "chain", tags, metadata } = this.#options;
    const own = context.with({ tags, metadata });
    const scope = new CancelScope(context.scope);
    const input = parameters.length === 1 ? parameters[0] : parameters;
    return startRun(own, { type, name: this.name, scope }, { value: input });
  }

  #traceResult(run: RunManager, result: unknown): unknown {
    if (isPromiseLike(result)) return this.#traceLater(run, result);
    const beginRun: BeginRun = () => run;
    if (result instanceof ReadableStream) {
      const iterator = new TracedAsyncIterator(readStream<unknown>(result), beginRun);
      iterator.begin();
      return toReadableStream(iterator);
    }
    if (result instanceof Observable) return traceObservable(result, run);
    if (isGenerator(result)) {
      const generator = this.#traceGenerator(result, beginRun);
      generator.begin();
      return generator;
    }
    if (isAsyncIterable(result)) return traceIterable(result, run);
    run.end(result);
    return result;
  }

  async #traceLater(run: RunManager, promise: PromiseLike<unknown>): Promise<unknown> {
    const settled = settle(promise, run.scope);
    try {
      if (run.isHeld) {
        // It may reject before anybody awaits it.
        settled.catch(() => undefined);
        await run.whenReleased();
      }
      return this.#traceResult(run, await settled);
    } catch (error) {
      closeFailedRun(run, error);
      throw error;
    } finally {
      if (run.isHeld) await run.whenReleased();
      if (!run.isOpen) run.scope.close();
    }
  }

  #traceGenerator(
    generator: AsyncGenerator | Generator,
    beginRun: BeginRun,
  ): TracedAsyncIterator<unknown, unknown, unknown> | TracedIterator<unknown, unknown, unknown> {
    return Symbol.asyncIterator in generator
      ? new TracedAsyncIterator(generator, beginRun)
      : new TracedIterator(generator, beginRun);
  }
}

function isGenerator(value: unknown): value is AsyncGenerator | Generator {
  return typeof value === "object" && value !== null && hasTag(value, "Generator");
}

// A generator or generator function of either kind.
function hasTag(value: object, tag: string): boolean {
  const own: unknown = Reflect.get(value, Symbol.toStringTag);
  return own === tag || own === `Async${tag}`;
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}

function checkTraceable(fn: unknown, options: TraceableOptions): void {
  if (typeof fn !== "function") {
    throw InvalidArgumentError.of("traceable() was given", fn, "the function to trace");
  }
  const { type, name } = options;
  if (type !== undefined) checkRunType("a traced function", type);
  if (name !== undefined) checkName("a traced function", name);
  checkInherited(options);
}
