import type { RunNode } from "@rivulet/core/operators";

/** What is said of a run behind its name. */
export type Describe = (run: RunNode) => string;

/** A tree as lines of text: where a run's service is another one than its parent's, its name stands there. */
export function renderTree(tree: RunNode, describe: Describe = describeTime): string {
  return render(tree, undefined, describe).join("\n");
}

function render(run: RunNode, parent: RunNode | undefined, describe: Describe): readonly string[] {
  const service = serviceOf(run);
  const place = service === (parent && serviceOf(parent)) ? "" : ` [${service}]`;
  const lines = [`${run.name} (${run.type ?? "?"})${place} ${describe(run)}`];
  run.children.forEach((child, index) => {
    const isLast = index === run.children.length - 1;
    const [first = "", ...others] = render(child, run, describe);
    lines.push(`${isLast ? "└─ " : "├─ "}${first}`);
    lines.push(...others.map((line) => `${isLast ? "   " : "│  "}${line}`));
  });
  return lines;
}

function serviceOf({ metadata }: RunNode): string {
  return String(metadata["service"]);
}

function describeTime({ status, startTime, endTime = startTime }: RunNode): string {
  return `${status} in ${(endTime - startTime).toFixed(1)} ms`;
}
