import { printable } from "./printable.ts";
import { toProblemText } from "./problem-text.ts";
import type { RunTreeView, RunView } from "./run-tree-view.ts";
import type { Style } from "./style.ts";

const marks = {
  running: { role: "busy", mark: "●" },
  done: { role: "good", mark: "✓" },
  failed: { role: "bad", mark: "✗" },
  cancelled: { role: "busy", mark: "⊘" },
} as const;

interface Place {
  readonly run: RunView;
  /** The lines of the tree in front of the run, and of what stands under it. */
  readonly branch: string;
  readonly trunk: string;
}

/** The run tree as a table: a line for each run, and one more for what went wrong in it. */
export function toRunTreeLines(tree: RunTreeView, style: Style): readonly string[] {
  const places = placesUnder(tree.runs, undefined, "");
  const width = Math.max(0, ...places.map(({ run, branch }) => branch.length + run.name.length));
  const header = `${"run".padEnd(width + 2)}  ${"type".padEnd(10)}    time  to first  chunks  tags`;
  const rows = places.flatMap((place) => toLines(place, { width, now: tree.now, style }));
  return [style("faint", header), ...rows];
}

// A run whose parent is not in the view (a filter left it out) stands at the root.
function placesUnder(
  runs: readonly RunView[],
  parent: RunView | undefined,
  trunk: string,
): readonly Place[] {
  const known = new Set(runs.map(({ id }) => id));
  const children = runs.filter(({ parentId }) =>
    parent === undefined ? parentId === undefined || !known.has(parentId) : parentId === parent.id,
  );
  return children.flatMap((run, index) => {
    if (parent === undefined)
      return [{ run, branch: "", trunk: "" }, ...placesUnder(runs, run, "")];
    const isLast = index === children.length - 1;
    const below = trunk + (isLast ? "   " : "│  ");
    const place = { run, branch: trunk + (isLast ? "└─ " : "├─ "), trunk: below };
    return [place, ...placesUnder(runs, run, below)];
  });
}

interface Table {
  readonly width: number;
  readonly now: number;
  readonly style: Style;
}

function toLines({ run, branch, trunk }: Place, { width, now, style }: Table): readonly string[] {
  const { role, mark } = marks[run.status];
  const name = printable(run.name).padEnd(width - branch.length);
  const time = toDuration((run.endedAt ?? now) - run.startedAt);
  const first = run.firstTokenAt === undefined ? "" : toDuration(run.firstTokenAt - run.startedAt);
  const chunks = run.chunks === 0 ? "" : String(run.chunks);
  const cells = [
    `${style("faint", branch)}${style(role, mark)} ${name}`,
    style("type", run.type.padEnd(10)),
    time.padStart(6),
    first.padStart(8),
    chunks.padStart(6),
    style("faint", run.tags.map(printable).join(" ")),
  ];
  const line = cells.join("  ").trimEnd();
  if (run.problem === undefined) return [line];
  return [line, `${style("faint", trunk)}  ${style(role, toProblemText(run.problem))}`];
}

function toDuration(ms: number): string {
  if (ms < 0.95) return "<1 ms";
  return ms < 999.5
    ? `${String(Math.round(ms))} ms`
    : `${(ms / 1_000).toFixed(ms < 99_950 ? 2 : 0)} s`;
}
