import type { RunEvent } from "@rivulet/core";
import { EventLog } from "@rivulet/test-support";

/** Records what requests tell, and lets a test wait for it. */
export class RequestLog extends EventLog {
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
