import { describeEvent } from "../events/describe-events.ts";
import { eventsOf, type EventSource } from "../events/event-source.ts";
import { findRunLawViolations, type RunLawOptions } from "../laws/find-run-law-violations.ts";
import { runLaws, type RunLawViolation } from "../laws/run-law.ts";
import { headline, type MatcherContext, type MatcherResult } from "./matcher.ts";

const mostViolations = 10;

/**
 * The matcher `toObeyRunLaws`: that a recording breaks no law of a run.
 *
 * @throws {@link InvalidArgumentError} when `received` holds anything but events.
 */
export function toObeyRunLaws(
  this: MatcherContext,
  received: EventSource,
  options: RunLawOptions = {},
): MatcherResult {
  const events = eventsOf(received);
  const violations = findRunLawViolations(events, options);
  const head = `${headline(this, "toObeyRunLaws")}()`;
  return {
    pass: violations.length === 0,
    message: () =>
      violations.length === 0
        ? `${head}\n\n${String(events.length)} events break no law of a run.`
        : `${head}\n\n${describeViolations(violations)}`,
  };
}

function describeViolations(violations: readonly RunLawViolation[]): string {
  const shown = violations.slice(0, mostViolations).map(describeViolation);
  const hidden = violations.length - shown.length;
  return [...shown, ...(hidden > 0 ? [`… and ${String(hidden)} more`] : [])].join("\n\n");
}

function describeViolation({ law, message, events }: RunLawViolation): string {
  const told = events.map((event) => `\n    ${describeEvent(event)}`).join("");
  return `${law}: ${runLaws[law]}.\n  ${message}${told}`;
}
