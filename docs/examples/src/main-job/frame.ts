import stringWidth from "string-width";
import { toJsonLines } from "./json-text.ts";
import type { LiveView } from "./live-view.ts";
import { printable } from "./printable.ts";
import { toRunTreeLines } from "./run-tree-lines.ts";
import type { Style } from "./style.ts";

const widestNames = 200;

/** How a frame is to look. */
export interface FrameOptions {
  readonly style: Style;
  readonly columns: number;
  /** How many lines it may have; where there are more, the beginning of the JSON gives way. */
  readonly rows: number;
}

/** The whole picture of a view: the JSON so far, the names, the tree of runs. */
export function toFrame(view: LiveView, { style, columns, rows }: FrameOptions): readonly string[] {
  const names = view.nameCount === 0 ? [] : ["", toNameLine(view, { style, columns })];
  const below = [...names, "", ...toRunTreeLines(view.tree, style)];
  const json = view.json === undefined ? ["…"] : toJsonLines(view.json, columns);
  const room = Math.max(rows - below.length, 3);
  const shown = json.length <= room ? json : ["…", ...json.slice(1 - room)];
  return [...shown.map((line) => style("json", line)), ...below];
}

function toNameLine(
  { names, nameCount }: LiveView,
  { style, columns }: { readonly style: Style; readonly columns: number },
): string {
  const label = "names  ";
  const room = Math.min(columns, widestNames) - label.length;
  const all = lastThatFit(names, room);
  const beforeOf = (shown: readonly string[]): string =>
    `${String(nameCount - shown.length)} before  `;
  if (all.length === nameCount) return style("faint", label) + style("name", all.join("  "));
  const shown = lastThatFit(names, room - beforeOf([]).length);
  return style("faint", label + beforeOf(shown)) + style("name", shown.join("  "));
}

// The newest name stands at the end, so the first ones give way.
function lastThatFit(names: readonly string[], columns: number): readonly string[] {
  const shown: string[] = [];
  let room = columns + 2;
  for (const name of names.toReversed().map(printable)) {
    room -= stringWidth(name) + 2;
    if (room < 0 && shown.length > 0) break;
    shown.unshift(name);
  }
  return shown;
}
