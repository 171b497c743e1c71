import { setImmediate } from "node:timers/promises";

/** Lets everything else that is ready have its turn. */
export function nextTurn(): Promise<void> {
  return setImmediate();
}
