import type { StreamEvent } from "@rivulet/runnables";
import { toPayloadText } from "./payload-text.ts";
import { printable } from "./printable.ts";
import type { Style } from "./style.ts";

const shownInARow = 3;

/** Events as lines. Of many in a row with the same name the first and the last are shown. */
export function toEventLines(events: readonly StreamEvent[], style: Style): readonly string[] {
  const width = Math.max(0, ...new Set(events.map((event) => event.event.length)));
  const toLine = (event: StreamEvent): string => toEventLine(event, width, style);
  return inRows(events).flatMap((row) => {
    if (row.length <= shownInARow) return row.map(toLine);
    const more = `  ${"".padEnd(width)}  … ${String(row.length - 2)} more`;
    return [...row.slice(0, 1).map(toLine), style("faint", more), ...row.slice(-1).map(toLine)];
  });
}

function inRows(events: readonly StreamEvent[]): readonly (readonly StreamEvent[])[] {
  const rows: StreamEvent[][] = [];
  for (const event of events) {
    const row = rows.at(-1);
    if (row?.[0]?.event === event.event && row[0].run_id === event.run_id) row.push(event);
    else rows.push([event]);
  }
  return rows;
}

function toEventLine(event: StreamEvent, width: number, style: Style): string {
  const isBad = event.event.endsWith("_error");
  const name = style(isBad ? "bad" : "type", event.event.padEnd(width));
  const payload = style(isBad ? "bad" : "json", toPayloadText(event));
  return `  ${name}  ${printable(event.name)}  ${payload}`.trimEnd();
}
