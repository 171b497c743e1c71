import type { RunEvent } from "@rivulet/core";
import { TestScheduler } from "rxjs/testing";

/** A scheduler that makes a test fail where the values in time are not the expected ones. */
export function createTestScheduler(): TestScheduler {
  return new TestScheduler((actual, expected) => {
    expect(actual).toEqual(expected);
  });
}

/** Events by letter, in order: `a` is the first one. */
export function lettered(events: readonly RunEvent[]): Record<string, RunEvent> {
  return Object.fromEntries(
    events.map((event, index) => [String.fromCodePoint(97 + index), event]),
  );
}
