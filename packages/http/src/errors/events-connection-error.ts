import { RivuletError, type RivuletErrorOptions } from "@rivulet/core";

/** What is known of the failure of a connection. */
export interface EventsConnectionErrorOptions extends RivuletErrorOptions {
  /** The HTTP status of the answer, where there was one. */
  readonly status?: number | undefined;
}

/** Events could not be read from a server: it refuses, does not answer, or answers with something else. */
export class EventsConnectionError extends RivuletError {
  readonly code = "EVENTS_CONNECTION";
  readonly status: number | undefined;

  constructor(message: string, options: EventsConnectionErrorOptions = {}) {
    super(message, options);
    this.status = options.status;
  }
}
