import type { RunEvent } from "@rivulet/core";
import { toRunTree, type RunNode } from "@rivulet/core/operators";
import { from, lastValueFrom } from "rxjs";

/** A tree as lines: depth, name, type, status and chunks, as the page has to show them. */
export function linesOf(run: RunNode | undefined, depth = 0): readonly string[] {
  if (run === undefined) return [];
  const { name, type, status, chunkCount, children } = run;
  const chunks = chunkCount === 0 ? "" : ` ${String(chunkCount)} chunk${chunkCount > 1 ? "s" : ""}`;
  const line = `${"  ".repeat(depth)}${name} ${String(type)} ${status}${chunks}`;
  return [line, ...children.flatMap((child) => linesOf(child, depth + 1))];
}

/** The lines of a run as the server has seen it. */
export async function serverLines(
  events: readonly RunEvent[],
  runId: string,
): Promise<readonly string[]> {
  const roots = await lastValueFrom(from([...events]).pipe(toRunTree()));
  return linesOf(find(roots, runId));
}

function find(runs: readonly RunNode[], id: string): RunNode | undefined {
  for (const run of runs) {
    const found = run.id === id ? run : find(run.children, id);
    if (found !== undefined) return found;
  }
  return undefined;
}
