import type { CallbackHandler, RunEvent } from "@rivulet/core";

/** Records events, and lets a test wait for one. */
export class EventLog implements CallbackHandler {
  readonly events: RunEvent[] = [];
  readonly #waiting = new Set<() => void>();

  readonly on_event = (event: RunEvent): void => {
    this.events.push(event);
    for (const check of this.#waiting) check();
  };

  /** The first event that fits; waits for it where there is none yet. */
  first(fits: (event: RunEvent) => boolean): Promise<RunEvent> {
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

  /** The end, error or cancel of the request's run with this tag, or of the only one. */
  outcome(tag?: string): Promise<RunEvent> {
    return this.first(
      (event) =>
        isRequest(event) &&
        /_(end|error|cancel)$/.test(event.event) &&
        (tag === undefined || event.tags.includes(tag)),
    );
  }

  of(event: string, name?: string): RunEvent[] {
    return this.events.filter((one) => one.event === event && (name ?? one.name) === one.name);
  }
}

/** Whether an event is of the run of a request, and not of one below it. */
export function isRequest({ metadata }: RunEvent): boolean {
  return "http.request.method" in metadata;
}
