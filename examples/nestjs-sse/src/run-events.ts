import {
  GoneException,
  Inject,
  Injectable,
  ServiceUnavailableException,
  type OnModuleDestroy,
} from "@nestjs/common";
import { createRunId, filterEvents } from "@rivulet/core";
import { redactEvents } from "@rivulet/core/operators";
import type { StreamEvent } from "@rivulet/runnables";
import {
  filter,
  map,
  ReplaySubject,
  share,
  Subject,
  takeUntil,
  tap,
  timer,
  type Observable,
} from "rxjs";
import { RUN_SETTINGS, type RunSettings } from "./run-settings.ts";
import type { EventId } from "./run-message.ts";

/** The events of a run behind a place in it; -1 is its beginning. */
export interface RunPart extends EventId {
  readonly events: Observable<StreamEvent>;
}

/**
 * The open runs. Each begins with its first client. One whose last client is lost waits for it to come back, and is cancelled
 * when it does not; one that has ended is kept as long, for those who missed its end.
 */
@Injectable()
export class RunEvents implements OnModuleDestroy {
  readonly #settings: RunSettings;
  readonly #runs = new Map<string, Observable<StreamEvent>>();
  readonly #closing = new Subject<void>();

  constructor(@Inject(RUN_SETTINGS) settings: RunSettings) {
    this.#settings = settings;
  }

  /** Makes a run; it begins when somebody subscribes. */
  start(question: string): RunPart {
    const runId = createRunId();
    const { runnable, policy, filter: wanted, graceMs } = this.#settings;
    const forget = (): Observable<unknown> =>
      timer(graceMs).pipe(
        takeUntil(this.#closing),
        tap(() => this.#runs.delete(runId)),
      );
    const shutDown = this.#closing.pipe(
      map(() => {
        throw new ServiceUnavailableException();
      }),
    );
    const events = runnable.streamEvents(question, { runId }).pipe(
      // Before the filter: it has to see the ends of all runs.
      redactEvents(policy),
      filterEvents(wanted),
      takeUntil(shutDown),
      share({
        connector: () => new ReplaySubject<StreamEvent>(),
        resetOnComplete: forget,
        resetOnError: forget,
        resetOnRefCountZero: forget,
      }),
    );
    this.#runs.set(runId, events);
    return { runId, seq: -1, events };
  }

  /**
   * What comes behind an event that a client has.
   *
   * @throws {@link GoneException} when the run is no more: then a client does not ask again.
   */
  resume({ runId, seq }: EventId): RunPart {
    const events = this.#runs.get(runId);
    if (events === undefined) throw new GoneException("The run is gone; ask again.");
    return { runId, seq, events: events.pipe(filter((event) => event.seq > seq)) };
  }

  /** How many runs are open or kept. */
  get size(): number {
    return this.#runs.size;
  }

  /** Nest calls this when it shuts down: runs are cancelled. */
  onModuleDestroy(): void {
    this.#closing.next();
    this.#runs.clear();
  }
}
