import { text, toRunTree, under, type RunNode } from "@rivulet/core/operators";
import type { StreamEvent } from "@rivulet/runnables";
import { from } from "rxjs";
import type { PageState, ShownRun } from "./page-state.ts";

/** What a page should show of a run, by what the server itself was told of it. */
export function expectedPage(
  events: readonly StreamEvent[],
  runId: string,
): Pick<PageState, "text" | "tree"> {
  const ofRun = from(events).pipe(under(runId));
  let shown = "";
  ofRun.pipe(text()).subscribe((piece) => {
    shown += piece;
  });
  let roots: readonly RunNode[] = [];
  ofRun.pipe(toRunTree()).subscribe((trees) => {
    roots = trees;
  });
  return { text: shown, tree: roots.flatMap((root) => findRun(root, runId)).map(toShown) };
}

function findRun(node: RunNode, id: string): readonly RunNode[] {
  return node.id === id ? [node] : node.children.flatMap((child) => findRun(child, id));
}

function toShown(node: RunNode): ShownRun {
  const { id, name, type = "", status, tags, chunkCount: count, children } = node;
  return {
    id,
    name,
    type,
    status,
    time: timeOf(node),
    tags,
    chunks: count === 0 ? "" : count === 1 ? "1 chunk" : `${String(count)} chunks`,
    error: "",
    children: children.map(toShown),
  };
}

function timeOf({ startTime, endTime }: RunNode): string {
  if (endTime === undefined) return "";
  const duration = endTime - startTime;
  if (duration < 1000) return `${String(Math.round(duration))} ms`;
  return `${(duration / 1000).toFixed(1)} s`;
}
