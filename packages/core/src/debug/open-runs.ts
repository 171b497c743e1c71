import type { EventName } from "../events/event-name.ts";
import type { RunType } from "../events/run-type.ts";
import { toSafeName } from "./safe-name.ts";

/** A run that has not ended, at the moment when it was looked at. */
export interface OpenRun {
  readonly id: string;
  readonly type: RunType;
  readonly name: string;
  readonly parentIds: readonly string[];
  readonly tags: readonly string[];
  /** Milliseconds since its start. */
  readonly ageMs: number;
  /** The last that it told. */
  readonly lastEvent: EventName;
  /** Milliseconds since then. */
  readonly lastEventAgeMs: number;
}

/** An open run, and the open runs inside it. */
export interface OpenRunNode extends OpenRun {
  readonly children: readonly OpenRunNode[];
}

/** The runs that were open at one moment. As a string, a tree with a line for each. */
export class OpenRuns {
  /** In the order of their starts. */
  readonly runs: readonly OpenRun[];

  constructor(runs: readonly OpenRun[]) {
    this.runs = runs;
  }

  /** The same as trees. A run whose parent is over stands below the innermost run around it that is open. */
  get tree(): readonly OpenRunNode[] {
    const nodes = new Map(
      this.runs.map((run) => [run.id, { ...run, children: [] as OpenRunNode[] }]),
    );
    const roots: OpenRunNode[] = [];
    for (const node of nodes.values()) {
      const parentId = node.parentIds.findLast((id) => nodes.has(id));
      const siblings = parentId === undefined ? roots : nodes.get(parentId)?.children;
      siblings?.push(node);
    }
    return roots;
  }

  toString(): string {
    const { length } = this.runs;
    const count =
      length === 0 ? "No run is open" : length === 1 ? "1 open run" : `${length} open runs`;
    return [count, ...this.tree.flatMap((root) => toLines(root))].join("\n");
  }
}

const maxIndent = 20;

function toLines(root: OpenRunNode): readonly string[] {
  const lines: string[] = [];
  // Not by recursion: runs may be some thousand deep.
  const waiting: [node: OpenRunNode, depth: number][] = [[root, 0]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [node, depth] = next;
    lines.push(toLine(node, depth));
    for (const child of node.children.toReversed()) waiting.push([child, depth + 1]);
  }
  return lines;
}

function toLine(run: OpenRun, depth: number): string {
  const indent = "  ".repeat(Math.min(depth, maxIndent) + 1);
  const ms = (value: number): string => `${Math.round(value)} ms`;
  const last = `last ${run.lastEvent} ${ms(run.lastEventAgeMs)} ago`;
  return `${indent}${run.type} ${toSafeName(run.name)} (${toSafeName(run.id)}): open for ${ms(run.ageMs)}, ${last}`;
}
