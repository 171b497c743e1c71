import type { CallbackHandler } from "../callbacks/callback-handler.ts";
import { addProcessHandler } from "../callbacks/process-listeners.ts";
import { RunsNotWatchedError } from "../errors/runs-not-watched-error.ts";
import type { EventName } from "../events/event-name.ts";
import type { RunEvent } from "../events/run-event.ts";
import { isRunType, type RunType } from "../events/run-type.ts";
import { OpenRuns, type OpenRun } from "./open-runs.ts";

interface WatchedRun extends Pick<OpenRun, "id" | "type" | "name" | "parentIds" | "tags"> {
  readonly startTime: number;
  lastEvent: EventName;
  lastTime: number;
}

let watch: RunWatch | undefined;

/**
 * Keeps account of the runs that start from now on, for {@link inspectRuns}, until the function that is returned is called.
 * An account of runs that are open, and of nothing else: no payload, and nothing of a run that is over.
 */
export function watchRuns(): () => void {
  const current = (watch ??= new RunWatch());
  current.watchers += 1;
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    current.watchers -= 1;
    if (current.watchers > 0) return;
    current.remove();
    watch = undefined;
  };
}

/**
 * The runs that are open now, of those that started while {@link watchRuns} was on.
 *
 * @throws {@link RunsNotWatchedError} when it is not on.
 *
 * @example
 * watchRuns();
 * setInterval(() => console.log(String(inspectRuns())), 10_000).unref();
 */
export function inspectRuns(): OpenRuns {
  if (watch === undefined) {
    throw new RunsNotWatchedError(
      "inspectRuns() knows of no runs, since nothing watched them; call watchRuns() before they start.",
    );
  }
  return watch.inspect();
}

class RunWatch {
  watchers = 0;
  /** Ends it. */
  readonly remove: () => void;
  readonly #runs = new Map<string, WatchedRun>();

  constructor() {
    const handler: CallbackHandler = {
      on_event: (event) => {
        this.#note(event);
      },
    };
    this.remove = addProcessHandler(handler);
  }

  inspect(): OpenRuns {
    const now = Date.now();
    // The clock of a run has fractions, and may be ahead of the other by less than a millisecond.
    const since = (time: number): number => Math.max(0, now - time);
    return new OpenRuns(
      Array.from(this.#runs.values(), ({ startTime, lastTime, lastEvent, ...run }) => ({
        ...run,
        ageMs: since(startTime),
        lastEvent,
        lastEventAgeMs: since(lastTime),
      })),
    );
  }

  #note(event: RunEvent): void {
    const { event: name, run_id: id, time } = event;
    if (name.endsWith("_start")) {
      this.#runs.set(id, toWatchedRun(event));
      return;
    }
    if (/_(end|error|cancel)$/u.test(name)) {
      this.#runs.delete(id);
      return;
    }
    const run = this.#runs.get(id);
    if (run === undefined) return;
    run.lastEvent = name;
    run.lastTime = time;
  }
}

function toWatchedRun({ event, run_id: id, name, parent_ids, tags, time }: RunEvent): WatchedRun {
  return {
    id,
    type: typeOf(event),
    name,
    parentIds: parent_ids,
    tags,
    startTime: time,
    lastEvent: event,
    lastTime: time,
  };
}

function typeOf(startEvent: EventName): RunType {
  const type = startEvent.slice("on_".length, -"_start".length);
  return isRunType(type) ? type : "chain";
}
