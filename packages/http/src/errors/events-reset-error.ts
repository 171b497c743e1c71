import { RivuletError } from "@rivulet/core";

/** Events are missing, and nobody said what is to be done then: give `connectEvents` an `onReset`. */
export class EventsResetError extends RivuletError {
  readonly code = "EVENTS_RESET";
}
