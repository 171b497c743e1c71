import type { Observable } from "rxjs";
import { Subject } from "rxjs/internal/Subject";
import { createOperatorSubscriber } from "rxjs/internal/operators/OperatorSubscriber";
import { operate } from "rxjs/internal/util/lift";
import { GuardedObservable } from "../collector/guarded-observable.ts";
import type { RunEvent } from "../events/run-event.ts";
import { EndedIds } from "./ended-ids.ts";
import { isTerminal, rootIdOf } from "./event-facts.ts";

/** The events of one root run and of all runs inside it. Hot: subscribe to it when it comes. */
export class RunGroup<Event extends RunEvent> extends GuardedObservable<Event> {
  /** The id of the root run. */
  readonly runId: string;

  constructor(runId: string, events: Subject<Event>) {
    super((subscriber) => events.subscribe(subscriber));
    this.runId = runId;
  }
}

/**
 * One group for each root run, opened by its first event. A group completes with the terminal event of its root, so the
 * source has to let the roots' events pass; what children that outlive their root tell later is left out.
 *
 * @example
 * observeRuns().pipe(groupByRun(), mergeMap((events$) => events$.pipe(count()))).subscribe(console.log);
 */
export function groupByRun(): <Event extends RunEvent>(
  source: Observable<Event>,
) => Observable<RunGroup<Event>> {
  return <Event extends RunEvent>(source: Observable<Event>) => groupEvents(source);
}

function groupEvents<Event extends RunEvent>(
  source: Observable<Event>,
): Observable<RunGroup<Event>> {
  return operate<Event, RunGroup<Event>>((events, subscriber) => {
    const groups = new Map<string, Subject<Event>>();
    const ended = new EndedIds();
    const open = (rootId: string): Subject<Event> => {
      const group = new Subject<Event>();
      groups.set(rootId, group);
      subscriber.next(new RunGroup(rootId, group));
      return group;
    };
    const tellAll = (tell: (group: Subject<Event>) => void): void => {
      for (const group of groups.values()) tell(group);
      groups.clear();
    };
    events.subscribe(
      createOperatorSubscriber(
        subscriber,
        (event) => {
          const rootId = rootIdOf(event);
          if (ended.has(rootId)) return;
          const group = groups.get(rootId) ?? open(rootId);
          group.next(event);
          if (event.run_id !== rootId || !isTerminal(event)) return;
          groups.delete(rootId);
          ended.add(rootId);
          group.complete();
        },
        () => {
          tellAll((group) => {
            group.complete();
          });
          subscriber.complete();
        },
        (error: unknown) => {
          tellAll((group) => {
            group.error(error);
          });
          subscriber.error(error);
        },
      ),
    );
  })(source);
}
