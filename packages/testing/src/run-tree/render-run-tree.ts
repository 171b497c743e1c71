import { describeFailure } from "./describe-failure.ts";
import type { EventSource } from "../events/event-source.ts";
import type { RunNode } from "./run-node.ts";
import { toRunNodes } from "./to-run-nodes.ts";

/** What is shown of a run beside its name, type, status and tags. */
export interface RenderRunTreeOptions {
  /** How long each run took, in milliseconds. Differs from run to run of a test. */
  readonly timings?: boolean;
  /** The id of each run. Differs from run to run of a test, unless the ids are given. */
  readonly ids?: boolean;
  /** How many chunks each run told. */
  readonly chunks?: boolean;
  /** What each failed run failed with, and why each cancelled one was. */
  readonly errors?: boolean;
  /** The tags; shown unless this is `false`. */
  readonly tags?: boolean;
}

/**
 * Draws run trees as text, a line for each run: its name, `(type)`, status, and `[tags]` where it has any. Without options
 * it shows nothing that differs between two runs of the same program, so that it can be compared in a test.
 *
 * @throws {@link InvalidArgumentError} when `source` is neither a tree nor events.
 *
 * @example
 * console.log(renderRunTree(recorder));
 * // RunnableSequence (chain) ended
 * // ├─ ScriptedChatModel (chat_model) ended [seq:step:1]
 * // └─ StringOutputParser (parser) ended [seq:step:2]
 */
export function renderRunTree(
  source: RunNode | readonly RunNode[] | EventSource,
  options: RenderRunTreeOptions = {},
): string {
  const lines: string[] = [];
  for (const root of toRunNodes(source)) {
    lines.push(describeRun(root, options));
    drawChildren(root, "", (prefix, node) => lines.push(prefix + describeRun(node, options)));
  }
  return lines.join("\n");
}

function drawChildren(
  { children }: RunNode,
  indent: string,
  draw: (prefix: string, node: RunNode) => void,
): void {
  for (const [index, child] of children.entries()) {
    const isLast = index === children.length - 1;
    draw(indent + (isLast ? "└─ " : "├─ "), child);
    drawChildren(child, indent + (isLast ? "   " : "│  "), draw);
  }
}

function describeRun(node: RunNode, options: RenderRunTreeOptions): string {
  const { timings, ids, chunks, errors, tags = true } = options;
  const parts = [
    `${node.name} (${node.type}) ${node.status}`,
    tags && node.tags.length > 0 && `[${node.tags.join(", ")}]`,
    chunks === true && node.chunkCount > 0 && countChunks(node.chunkCount),
    timings === true && describeDuration(node),
    ids === true && `#${node.id}`,
    errors === true && describeTrouble(node),
  ];
  return parts.filter((part) => typeof part === "string").join(" ");
}

function describeDuration({ durationMs }: RunNode): string | undefined {
  return durationMs === undefined ? undefined : `${durationMs.toFixed(1)} ms`;
}

function describeTrouble(node: RunNode): string | undefined {
  if ("error" in node) return `- ${describeFailure(node.error)}`;
  return "reason" in node ? `- ${describeFailure(node.reason)}` : undefined;
}

function countChunks(count: number): string {
  return count === 1 ? "1 chunk" : `${String(count)} chunks`;
}
