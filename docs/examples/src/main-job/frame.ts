import { toJsonLines } from "./json-text.ts";
import type { LiveView } from "./live-view.ts";
import { printable } from "./printable.ts";
import { toRunTreeLines } from "./run-tree-lines.ts";
import type { Style } from "./style.ts";

/** How a frame is to look. */
export interface FrameOptions {
  readonly style: Style;
  readonly columns: number;
  /** How many lines it may have; where there are more, the beginning of the JSON gives way. */
  readonly rows: number;
}

/** The whole picture of a view: the JSON so far, the names, the tree of runs. */
export function toFrame(view: LiveView, { style, columns, rows }: FrameOptions): readonly string[] {
  const below = ["", toNameLine(view, { style, columns }), "", ...toRunTreeLines(view.tree, style)];
  const json = view.json === undefined ? ["…"] : toJsonLines(view.json, columns);
  const room = Math.max(rows - below.length, 3);
  const shown = json.length <= room ? json : ["…", ...json.slice(1 - room)];
  return [...shown.map((line) => style("json", line)), ...below];
}

// The newest name stands at the end, so the first ones give way.
function toNameLine(
  { names, nameCount }: LiveView,
  { style, columns }: { readonly style: Style; readonly columns: number },
): string {
  const shown: string[] = [];
  let room = Math.min(columns, 200) - 24;
  for (const name of names.toReversed()) {
    const text = printable(name);
    room -= text.length + 2;
    if (room < 0 && shown.length > 0) break;
    shown.unshift(text);
  }
  const left = nameCount - shown.length;
  const before = left === 0 ? "" : style("faint", `${String(left)} before, `);
  return `${style("faint", "names")}  ${before}${style("name", shown.join("  "))}`;
}
