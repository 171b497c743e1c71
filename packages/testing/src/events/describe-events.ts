import type { RunEvent } from "@rivulet/core";

const mostLines = 40;

/** Events as lines of text, numbered by their place in the list; the middle of a long list is left out. */
export function describeEvents(events: readonly RunEvent[]): string {
  if (events.length === 0) return "  (none)";
  const lines = events.map((event, index) => `  ${String(index)}. ${describeEvent(event)}`);
  const hidden = lines.length - mostLines;
  if (hidden <= 0) return lines.join("\n");
  const half = mostLines / 2;
  return [...lines.slice(0, half), `  … ${String(hidden)} more …`, ...lines.slice(-half)].join(
    "\n",
  );
}

/** An event in one line: its name, its run's, and where it stands. */
export function describeEvent({ event, name, run_id, seq }: RunEvent): string {
  return `${event} "${name}" (${run_id}, seq ${String(seq)})`;
}
