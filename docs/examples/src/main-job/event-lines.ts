import type { StreamEvent } from "@rivulet/runnables";
import type { Output } from "./output.ts";
import { toPayloadText } from "./payload-text.ts";
import { printable } from "./printable.ts";

const shownInARow = 4;
const widestPayload = 72;

/** Events as lines. Of many in a row with the same name the first and the last are shown. */
export function toEventLines(
  events: readonly StreamEvent[],
  { style, columns }: Pick<Output, "style" | "columns">,
): readonly string[] {
  const eventWidth = widest(events.map((event) => event.event));
  const nameWidth = widest(events.map((event) => printable(event.name)));
  const room = Math.max(10, Math.min(columns - eventWidth - nameWidth - 6, widestPayload));

  const toLine = (event: StreamEvent): string => {
    const isBad = event.event.endsWith("_error");
    const cells = [
      style(isBad ? "bad" : "type", event.event.padEnd(eventWidth)),
      printable(event.name).padEnd(nameWidth),
      style(isBad ? "bad" : "json", toPayloadText(event, room)),
    ];
    return `  ${cells.join("  ")}`.trimEnd();
  };

  return inRows(events).flatMap((row) => {
    if (row.length <= shownInARow) return row.map(toLine);
    const more = `  ${"".padEnd(eventWidth)}  … ${String(row.length - 2)} more`;
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

function widest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, text.length), 0);
}
