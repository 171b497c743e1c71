import type { Side } from "./work.ts";

/** Whether a side is there for a series alone: compared with nothing, it has no row of its own. */
export function isOnlyPoint({ point, peer, goal }: Side): boolean {
  return point !== undefined && peer === undefined && goal === undefined;
}
