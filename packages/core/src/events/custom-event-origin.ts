import type { RunType } from "./run-type.ts";

/** The run that a custom event was sent from. */
export interface CustomEventOrigin {
  readonly name: string;
  readonly type: RunType;
}

// A custom event carries its own name in place of its run's. A filter on run names and types must still find it, also when
// it is applied long after the run: hence this note on the side, which costs nothing when the event is gone.
const origins = new WeakMap<object, CustomEventOrigin>();

/** Notes which run a custom event was sent from. */
export function noteCustomEventOrigin(event: object, origin: CustomEventOrigin): void {
  origins.set(event, origin);
}

/** The run that a custom event was sent from; `undefined` for an event that came over a wire. */
export function customEventOrigin(event: object): CustomEventOrigin | undefined {
  return origins.get(event);
}
