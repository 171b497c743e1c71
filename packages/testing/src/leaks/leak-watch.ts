import type { RunEvent } from "@rivulet/core";
import { isTerminal, partsOf } from "../events/event-parts.ts";
import type { LeakedRun, LeakReport } from "./leak-report.ts";

interface WatchedRun extends LeakedRun {
  isOpen: boolean;
  readonly events: WeakRef<RunEvent>[];
  /** What the run holds itself: made for this run alone. */
  readonly own: readonly WeakRef<object>[];
}

/** Watches runs from their start on, without holding anything of them. */
export class LeakWatch {
  readonly #runs = new Map<string, WatchedRun>();

  /** Takes note of an event. Runs whose start was not seen are not its affair. */
  see(event: RunEvent): void {
    const parts = partsOf(event);
    if (parts?.phase === "start") {
      const { run_id: id, name } = event;
      this.#runs.set(id, {
        id,
        name,
        type: parts.type,
        isOpen: true,
        events: [],
        own: ownOf(event),
      });
    }
    const run = this.#runs.get(event.run_id);
    run?.events.push(new WeakRef(event));
    if (run !== undefined && isTerminal(parts?.phase)) run.isOpen = false;
  }

  /** What is open, and what is still reachable of the rest; the latter means something only after a garbage collection. */
  report(): LeakReport {
    const runs = [...this.#runs.values()];
    const ended = runs.filter(({ isOpen }) => !isOpen);
    const events = ended.flatMap((run) => run.events.filter(isAlive));
    return {
      openRuns: runs.filter(({ isOpen }) => isOpen).map(toLeakedRun),
      retainedRuns: ended
        .filter((run) => run.events.some(isAlive) || run.own.some(isAlive))
        .map(toLeakedRun),
      retainedEventCount: events.length,
    };
  }
}

// An event does not know its run, but shares with it the list of its parents, which is made for one run alone. A root's is
// the one empty list that all roots share, and says nothing.
function ownOf({ parent_ids }: RunEvent): readonly WeakRef<object>[] {
  return parent_ids.length === 0 ? [] : [new WeakRef(parent_ids)];
}

function isAlive(reference: WeakRef<object>): boolean {
  return reference.deref() !== undefined;
}

function toLeakedRun({ id, name, type }: WatchedRun): LeakedRun {
  return { id, name, type };
}
