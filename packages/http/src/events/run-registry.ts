import { RunCancelledError } from "@rivulet/core";
import { HttpProblemError } from "../problems/http-problem-error.ts";
import type { HostedRun } from "./hosted-run.ts";

/** A place for a run that is about to be started. One of the two has to be called. */
export interface ReservedPlace {
  /** Puts the run there. @throws {@link HttpProblemError} 503 when the registry was closed meanwhile. */
  take(run: HostedRun): void;
  giveBack(): void;
}

/** The runs that a handler hosts, each until some time after its end. */
export class RunRegistry {
  readonly #maxRuns: number;
  readonly #retentionMs: number;
  readonly #runs = new Map<string, HostedRun>();
  #reserved = 0;
  #isClosed = false;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(maxRuns: number, retentionMs: number) {
    this.#maxRuns = maxRuns;
    this.#retentionMs = retentionMs;
  }

  /** How many runs are hosted. */
  get size(): number {
    return this.#runs.size;
  }

  /**
   * Keeps a place for one more: the oldest one that is over and that nobody reads goes first.
   *
   * @throws {@link HttpProblemError} 503 when all are needed, or no more are hosted.
   */
  reserve(): ReservedPlace {
    if (this.#isClosed)
      throw unavailable("The server closes", "No more runs are started here; try another server.");
    if (this.#runs.size + this.#reserved >= this.#maxRuns) {
      const idle = [...this.#runs.values()].find((run) => run.isIdle);
      if (idle === undefined)
        throw unavailable("Too many runs", "No more runs can be started now; try again later.");
      this.#remove(idle.id);
    }
    this.#reserved += 1;
    let isOpen = true;
    const giveBack = (): void => {
      if (isOpen) this.#reserved -= 1;
      isOpen = false;
    };
    return {
      giveBack,
      take: (run) => {
        giveBack();
        if (this.#isClosed)
          throw unavailable(
            "The server closes",
            "No more runs are started here; try another server.",
          );
        this.#runs.set(run.id, run);
      },
    };
  }

  get(id: string): HostedRun | undefined {
    return this.#runs.get(id);
  }

  /** Lets go of a run that could not be started. */
  drop(run: HostedRun): void {
    this.#remove(run.id);
  }

  /** Keeps a run that is over for a while. */
  retire(run: HostedRun): void {
    if (this.#runs.get(run.id) !== run) return;
    clearTimeout(this.#timers.get(run.id));
    if (this.#retentionMs === 0) {
      this.#remove(run.id);
      return;
    }
    const timer: { readonly unref?: () => void } & ReturnType<typeof setTimeout> = setTimeout(
      () => {
        if (run.isIdle) this.#remove(run.id);
      },
      this.#retentionMs,
    );
    // A finished run must not keep the process alive.
    timer.unref?.();
    this.#timers.set(run.id, timer);
  }

  /** Cancels every run and lets go of all. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const runs = [...this.#runs.values()];
    const reason = new RunCancelledError("The run was cancelled because its server closes.");
    await Promise.all(
      runs.map(async (run) => {
        await run.cancel(reason);
        await run.disconnect();
        this.#remove(run.id);
      }),
    );
  }

  #remove(id: string): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.#runs.delete(id);
  }
}

function unavailable(title: string, detail: string): HttpProblemError {
  return new HttpProblemError({ status: 503, title, detail, headers: { "retry-after": "1" } });
}
