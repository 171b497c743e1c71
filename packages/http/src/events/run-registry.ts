import { RunCancelledError } from "@rivulet/core";
import { HttpProblemError } from "../problems/http-problem-error.ts";
import type { HostedRun } from "./hosted-run.ts";

/** The runs that a handler hosts, each until some time after its end. */
export class RunRegistry {
  readonly #maxRuns: number;
  readonly #retentionMs: number;
  readonly #runs = new Map<string, HostedRun>();
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
   * Makes room for one more: the oldest one that is over and that nobody reads goes first.
   *
   * @throws {@link HttpProblemError} 503 when all are needed.
   */
  reserve(): void {
    if (this.#runs.size < this.#maxRuns) return;
    const idle = [...this.#runs.values()].find((run) => run.isIdle);
    if (idle !== undefined) {
      this.#remove(idle.id);
      return;
    }
    throw new HttpProblemError({
      status: 503,
      title: "Too many runs",
      detail: "No more runs can be started now; try again later.",
      headers: { "retry-after": "1" },
    });
  }

  add(run: HostedRun): void {
    this.#runs.set(run.id, run);
  }

  get(id: string): HostedRun | undefined {
    return this.#runs.get(id);
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
    const runs = [...this.#runs.values()];
    const reason = new RunCancelledError("The run was cancelled because its server closes.");
    await Promise.all(runs.map((run) => run.cancel(reason)));
    for (const run of runs) {
      run.disconnect();
      this.#remove(run.id);
    }
  }

  #remove(id: string): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.#runs.delete(id);
  }
}
