import { getCurrentRun, type RunManager } from "@rivulet/core";
import { type CancelScope, enterRun } from "@rivulet/core/runtime";
import { ClientDisconnectedError } from "../errors/client-disconnected-error.ts";
import { ResponseStatusError } from "../errors/response-status-error.ts";
import { formatTraceParent } from "../trace-context/trace-parent.ts";
import { encodeId } from "../trace-context/run-lineage.ts";
import { toTraceParent } from "../trace-context/trace-headers.ts";
import type { TracingOptions } from "./tracing-options.ts";

/** Headers of a response, with lower-case names. */
export type ResponseHeaders = readonly (readonly [name: string, value: string])[];

interface Failure {
  readonly error: unknown;
  /** Whether it came too late for an answer that tells it. */
  readonly isUnanswered: boolean;
}

/**
 * The run of a request, from its arrival to the end of its response's body. Exactly one of {@link answered}, {@link broken} and
 * {@link left} ends it; whatever is told later is ignored.
 */
export class RequestRun {
  readonly run: RunManager;
  readonly #work: CancelScope;
  readonly #options: TracingOptions;
  #responseHeaders: ResponseHeaders | undefined;
  #route: string | undefined;
  #failure: Failure | undefined;
  #release: (() => void) | undefined;
  #isOver = false;

  constructor(run: RunManager, work: CancelScope, options: TracingOptions) {
    this.run = run;
    this.#work = work;
    this.#options = options;
  }

  /** Whether the response has ended, or the client has left. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whether the request's work was told to stop. */
  get isCancelled(): boolean {
    return this.#work.isCancelled;
  }

  /** What the response says of the run: `x-run-id` and `traceparent`. */
  get responseHeaders(): ResponseHeaders {
    return (this.#responseHeaders ??= [
      ["x-run-id", encodeId(this.run.id)],
      ["traceparent", formatTraceParent(toTraceParent(this.run))],
    ]);
  }

  /** Whether the caller is inside the run, or inside one below it. */
  get isAmbient(): boolean {
    return getCurrentRun()?.tree === this.run.tree;
  }

  /** Calls a piece of user code with the run as the ambient one, unless it is inside the run already. */
  enter<Result>(body: () => Result): Result {
    return this.isAmbient ? body() : enterRun(this.run, body);
  }

  /** Has this called once, when the run is over; at once where it is. */
  whenOver(release: () => void): void {
    if (this.#isOver) release();
    else this.#release = release;
  }

  /** Notes the pattern of the route, once it is known. */
  routed(route: string | undefined): void {
    if (route !== undefined) this.#route = route;
  }

  /**
   * Notes what was thrown. It fails the run when the response has ended, unless the answer to it has a status below 500: then it
   * was a way to say that (`ctx.throw(404)`).
   *
   * @param isUnanswered whether the status was sent before, so that it tells nothing of this.
   */
  failed(error: unknown, isUnanswered: boolean): void {
    this.#failure ??= { error, isUnanswered };
  }

  /** Ends the run: the body has been handed over to its end. */
  answered(status: number): void {
    if (!this.#close()) return;
    const failure = this.#failureOf(status);
    if (failure !== undefined) this.run.error(failure.error);
    else this.run.end(this.#route === undefined ? { status } : { status, route: this.#route });
    this.run.scope.close();
  }

  /** Ends the run: its handler, or the body in its midst, failed with this. */
  broken(error: unknown): void {
    if (!this.#close()) return;
    this.run.error(error);
    this.run.scope.close();
  }

  /** Ends the run: the client has left. A handler that had failed before is the reason that counts. */
  left(): void {
    if (this.#failure !== undefined) {
      this.broken(this.#failure.error);
      return;
    }
    if (!this.#close()) return;
    const reason = new ClientDisconnectedError(
      `The client of ${this.run.name} left before the response had ended; nothing is to be done, unless it waited too long.`,
      { runId: this.run.id, runName: this.run.name },
    );
    if (this.#options.cancelWork === true) {
      this.#work.cancel(reason);
      // What heeds its signal tells its own end first.
      setTimeout(() => {
        this.run.cancel(reason);
      }, 0);
      return;
    }
    this.run.cancel(reason);
    this.run.scope.close();
  }

  #close(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    this.#release?.();
    return true;
  }

  // It is asked when the response is gone: what it throws could fail nothing else than the run, or the process.
  #failureOf(status: number): { readonly error: unknown } | undefined {
    const failure = this.#failure;
    if (failure !== undefined && (failure.isUnanswered || status >= 500)) return failure;
    try {
      const isFailure = this.#options.isFailure?.(status) === true;
      return isFailure ? { error: this.#statusError(status) } : undefined;
    } catch (error) {
      return { error };
    }
  }

  #statusError(status: number): ResponseStatusError {
    return new ResponseStatusError(
      `${this.run.name} was answered with the status ${String(status)}; look for its cause in the runs below it.`,
      { status, runId: this.run.id, runName: this.run.name },
    );
  }
}
