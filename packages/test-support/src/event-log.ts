import type { CallbackHandler, RunEvent } from "@rivulet/core";

/** Records events, and lets a test wait for one. */
export class EventLog<Event extends RunEvent = RunEvent> implements CallbackHandler {
  /** In the order in which they were told; a test may empty it. */
  readonly events: Event[] = [];
  readonly #waiting = new Set<() => void>();

  readonly on_event = (event: RunEvent): void => {
    this.events.push(event as Event);
    for (const check of this.#waiting) check();
  };

  /** The first event that fits; waits for it where there is none yet. */
  first(fits: (event: Event) => boolean): Promise<Event> {
    return new Promise((resolve) => {
      const check = (): void => {
        const found = this.events.find(fits);
        if (found === undefined) return;
        this.#waiting.delete(check);
        resolve(found);
      };
      this.#waiting.add(check);
      check();
    });
  }
}
