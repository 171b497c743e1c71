import type { MessageEvent } from "@nestjs/common";
import { RivuletError } from "@rivulet/core";
import type { StreamEvent } from "@rivulet/runnables";
import { serializeEvent } from "@rivulet/runnables/wire";
import { catchError, concat, defer, map, of, tap, type OperatorFunction } from "rxjs";

/**
 * The events of a run behind a place in it, as Nest sends them: each with a name, an id and its wire form, and at last `end` or `error`, which tell a
 * client not to connect again. What the run failed with stays here; only the kind of failure is told.
 */
export function toMessages(start: EventId): OperatorFunction<StreamEvent, MessageEvent> {
  const { runId } = start;
  return (events) =>
    defer(() => {
      let { seq } = start;
      const last = (type: string, data: object): MessageEvent => ({
        type,
        id: formatEventId(runId, seq),
        data: { ...data, seq },
      });
      const messages = events.pipe(
        tap((event) => (seq = event.seq)),
        map((event) => ({
          type: event.event,
          id: formatEventId(runId, event.seq),
          data: serializeEvent(event),
        })),
      );
      const ending = defer(() => of(last("end", {})));
      return concat(messages, ending).pipe(
        catchError((error: unknown) => of(last("error", toProblem(error)))),
      );
    });
}

function toProblem(error: unknown): object {
  const code = RivuletError.isInstance(error) ? error.code : "RUN_FAILED";
  return { title: "The run failed", code };
}

/** Where a client stands: what `Last-Event-ID` says. */
export interface EventId {
  readonly runId: string;
  readonly seq: number;
}

/** An SSE id that says which event of which run it is. */
export function formatEventId(runId: string, seq: number): string {
  return `${runId}.${String(seq)}`;
}

/** Reads such an id; `undefined` where it is none. */
export function parseEventId(id: string): EventId | undefined {
  const [, runId, seq] = /^([\w-]{1,64})\.(-1|\d{1,15})$/.exec(id) ?? [];
  return runId === undefined || seq === undefined ? undefined : { runId, seq: Number(seq) };
}
