import type { Observer, Subscriber } from "rxjs";
import { Observable } from "rxjs/internal/Observable";
import { SafeSubscriber } from "rxjs/internal/Subscriber";
import { closeFailedRun } from "../callbacks/close-failed-run.ts";
import { enterRun } from "../callbacks/enter-run.ts";
import type { RunManager } from "../callbacks/run-manager.ts";
import { ambientRun } from "#platform";
import type { Cancellable } from "../context/cancellable.ts";
import { RunCancelledError } from "../errors/run-cancelled-error.ts";
import { ChunkAccumulator } from "../util/chunk-accumulator.ts";

/**
 * An Observable whose first subscription tells its values as chunks of `run`, which ends as the subscription does. Further
 * subscriptions are passed through untold: a run has one end.
 *
 * The source is subscribed to inside the run; the subscriber is called in the context that it subscribed in.
 */
export function traceObservable<Value>(
  source: Observable<Value>,
  run: RunManager,
): Observable<Value> {
  const traced = new TracedSubscription<Value>(run);
  let isTaken = false;
  return new Observable((subscriber) => {
    if (isTaken) return source.subscribe(subscriber);
    isTaken = true;
    if (run.scope.isCancelled) {
      subscriber.error(run.scope.reason);
      return undefined;
    }
    // Known before the source is subscribed to: it may tell everything at once, and the subscriber leave meanwhile.
    const inner = new SafeSubscriber<Value>(traced.observe(subscriber));
    subscriber.add(() => {
      try {
        inner.unsubscribe();
      } finally {
        traced.leave();
      }
    });
    return enterRun(run, () => source.subscribe(inner));
  });
}

/** The one subscription that a run tells of; until it is there, the run can be cancelled already. */
class TracedSubscription<Value> implements Cancellable {
  readonly #run: RunManager;
  readonly #total = new ChunkAccumulator();
  #subscriber: Subscriber<Value> | undefined;
  #isClosed = false;

  constructor(run: RunManager) {
    this.#run = run;
    run.scope.add(this);
  }

  /** What the source is to tell, so that `subscriber` is told. */
  observe(subscriber: Subscriber<Value>): Observer<Value> {
    const run = this.#run;
    const outside = ambientRun.get();
    const tell = (call: () => void): void => {
      if (run.isAmbient) ambientRun.run(outside, call);
      else call();
    };
    this.#subscriber = subscriber;
    return {
      next: (value) => {
        if (this.#isClosed) return;
        this.#total.add(value);
        run.stream(value);
        tell(() => {
          subscriber.next(value);
        });
      },
      error: (error: unknown) => {
        this.#close(() => {
          closeFailedRun(run, error);
        });
        tell(() => {
          subscriber.error(error);
        });
      },
      complete: () => {
        this.#close(() => {
          run.end(this.#total.value);
        });
        tell(() => {
          subscriber.complete();
        });
      },
    };
  }

  /** The subscriber is gone: before the end that cancels the run. */
  leave(): void {
    const { name } = this.#run;
    this.#close(() => {
      this.#run.cancel(
        new RunCancelledError(`${name} was cancelled because its subscriber left before the end.`),
      );
    });
  }

  onCancel(reason: unknown): void {
    this.#close(() => {
      this.#run.cancel(reason);
    });
    this.#subscriber?.error(reason);
  }

  #close(tell: () => void): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#run.scope.remove(this);
    tell();
    this.#run.scope.close();
  }
}
