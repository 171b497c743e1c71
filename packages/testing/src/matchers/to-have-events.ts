import type { EventName, RunEvent } from "@rivulet/core";
import { describeEvents } from "../events/describe-events.ts";
import { eventsOf, type EventSource } from "../events/event-source.ts";
import { headline, isSubset, type MatcherContext, type MatcherResult } from "./matcher.ts";

/**
 * What an event is expected to be: its `event` name, or some of its fields, as `toMatchObject` has it; a value may be an
 * asymmetric matcher.
 */
export type EventPattern = EventName | { readonly [Key in keyof RunEvent]?: unknown };

/** How events are compared with what is expected. */
export interface EventListOptions {
  /** Whether there may be no other events in between, before or after. Default `false`. */
  readonly exact?: boolean;
}

/**
 * The matcher `toHaveEvents`: that events were told in this order, with others in between unless `exact` is set.
 *
 * @throws {@link InvalidArgumentError} when `received` holds anything but events.
 */
// oxlint-disable-next-line max-params -- `this` is counted as one.
export function toHaveEvents(
  this: MatcherContext,
  received: EventSource,
  expected: readonly EventPattern[],
  options: EventListOptions = {},
): MatcherResult {
  const events = eventsOf(received);
  const isExact = options.exact === true;
  const problem = isExact
    ? findDifference(this, events, expected)
    : findMissing(this, events, expected);
  const head = `${headline(this, "toHaveEvents")}(expected${isExact ? ", { exact: true }" : ""})`;
  return {
    pass: problem === undefined,
    message: () =>
      `${head}\n\n${problem ?? "They were told."}\n\nEvents:\n${describeEvents(events)}`,
  };
}

// Taking the first event that fits is enough: a later one would leave less for the patterns that follow.
function findMissing(
  context: MatcherContext,
  events: readonly RunEvent[],
  expected: readonly EventPattern[],
): string | undefined {
  let next = 0;
  for (const [index, pattern] of expected.entries()) {
    const found = events.findIndex((event, at) => at >= next && fits(context, event, pattern));
    if (found < 0) {
      const place = index === 0 ? "at all" : `after event ${String(next - 1)}`;
      return `Expected event ${String(index)} was not told ${place}: ${print(context, pattern)}`;
    }
    next = found + 1;
  }
  return undefined;
}

function findDifference(
  context: MatcherContext,
  events: readonly RunEvent[],
  expected: readonly EventPattern[],
): string | undefined {
  for (const [index, pattern] of expected.entries()) {
    const event = events[index];
    if (event === undefined || !fits(context, event, pattern))
      return `Event ${String(index)} is not the expected one: ${print(context, pattern)}`;
  }
  return events.length === expected.length
    ? undefined
    : `${String(expected.length)} events were expected, ${String(events.length)} were told.`;
}

function fits(context: MatcherContext, event: RunEvent, pattern: EventPattern): boolean {
  return typeof pattern === "string" ? event.event === pattern : isSubset(context, event, pattern);
}

function print(context: MatcherContext, pattern: EventPattern): string {
  return context.utils.printExpected(pattern);
}
