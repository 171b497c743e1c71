import type { MonoTypeOperatorFunction, SchedulerLike } from "rxjs";
import { createOperatorSubscriber } from "rxjs/internal/operators/OperatorSubscriber";
import { asyncScheduler } from "rxjs/internal/scheduler/async";
import { operate } from "rxjs/internal/util/lift";
import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import type { RunEvent } from "../events/run-event.ts";
import { ChunkWindows } from "./chunk-windows.ts";
import { phaseOf, rootIdOf } from "./event-facts.ts";

/**
 * Joins the chunks that one run streams within a window of `windowMs` milliseconds, so that a screen is painted less often. The
 * joined event has the fields of its last chunk. Chunks that do not add up (neither texts, nor lists, nor of a kind with
 * `concat`) are told one by one: nothing is lost.
 *
 * An event that is no chunk is never held back, and is told after every chunk that came before it in its root.
 *
 * @throws {@link InvalidArgumentError} at the call, when `windowMs` is no number from 0.
 *
 * @example
 * chain.streamEvents(input).pipe(throttleChunks(50)).subscribe(paint);
 */
export function throttleChunks<Event extends RunEvent>(
  windowMs: number,
  scheduler: SchedulerLike = asyncScheduler,
): MonoTypeOperatorFunction<Event> {
  if (!Number.isFinite(windowMs) || windowMs < 0) {
    throw InvalidArgumentError.of(
      "throttleChunks() was given",
      windowMs,
      "milliseconds, a number from 0",
    );
  }
  return operate((events, subscriber) => {
    const tell = (event: Event): void => {
      subscriber.next(event);
    };
    const windows = new ChunkWindows<Event>({ windowMs, scheduler, tell });
    events.subscribe(
      createOperatorSubscriber(
        subscriber,
        (event) => {
          if (phaseOf(event) === "stream") {
            windows.hold(event);
            return;
          }
          windows.close(rootIdOf(event));
          tell(event);
        },
        () => {
          windows.closeAll();
          subscriber.complete();
        },
        (error: unknown) => {
          windows.closeAll();
          subscriber.error(error);
        },
        () => {
          windows.abandon();
        },
      ),
    );
  });
}
