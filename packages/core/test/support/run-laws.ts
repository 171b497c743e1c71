import type { RunEvent } from "@rivulet/core";

interface OpenRun {
  readonly first: RunEvent;
  readonly root: string;
  isEnded: boolean;
}

/**
 * What a recording of everything that happened under some root runs does against the laws of a run; `[]` when it obeys.
 * Every run must have ended by the end of the recording.
 */
export function findViolations(events: readonly RunEvent[]): string[] {
  const laws = new RunLaws();
  for (const event of events) laws.see(event);
  laws.finish();
  return laws.violations;
}

class RunLaws {
  readonly violations: string[] = [];
  readonly #runs = new Map<string, OpenRun>();
  readonly #lastByRoot = new Map<string, RunEvent>();

  see(event: RunEvent): void {
    this.#checkOrder(event);
    if (event.event.endsWith("_start")) this.#begin(event);
    else this.#goOn(event);
  }

  finish(): void {
    for (const { first, isEnded } of this.#runs.values()) {
      if (!isEnded) this.#complain(first, "has no terminal event");
    }
  }

  #begin(event: RunEvent): void {
    if (this.#runs.has(event.run_id)) this.#complain(event, "started twice");
    const root = event.parent_ids[0] ?? event.run_id;
    this.#runs.set(event.run_id, { first: event, root, isEnded: false });
    const parentId = event.parent_ids.at(-1);
    if (parentId === undefined) return;
    const parent = this.#runs.get(parentId);
    if (parent === undefined) this.#complain(event, "started before its parent");
    else if (event.parent_ids.join() !== [...parent.first.parent_ids, parentId].join()) {
      this.#complain(event, "has other ancestors than its parent");
    }
  }

  #goOn(event: RunEvent): void {
    const run = this.#runs.get(event.run_id);
    if (run === undefined) {
      this.#complain(event, "came before its run's start");
      return;
    }
    if (run.isEnded) this.#complain(event, "came after its run's end");
    if (/_(end|error|cancel)$/.test(event.event)) run.isEnded = true;
    if (event.event !== "on_custom_event" && event.name !== run.first.name)
      this.#complain(event, "changed its name");
    for (const field of ["tags", "metadata", "parent_ids"] as const) {
      if (event[field] !== run.first[field]) this.#complain(event, `changed its ${field}`);
      if (!Object.isFrozen(event[field]))
        this.#complain(event, `left its ${field} open to changes`);
    }
  }

  #checkOrder(event: RunEvent): void {
    const root = event.parent_ids[0] ?? event.run_id;
    const last = this.#lastByRoot.get(root);
    if (last === undefined && event.seq !== 0) this.#complain(event, "is not numbered from 0");
    if (last !== undefined && event.seq <= last.seq) this.#complain(event, "is numbered backwards");
    if (last !== undefined && event.time < last.time)
      this.#complain(event, "runs backwards in time");
    this.#lastByRoot.set(root, event);
  }

  #complain(event: RunEvent, what: string): void {
    this.violations.push(`${event.event} of ${event.name} (${event.run_id}) ${what}`);
  }
}
