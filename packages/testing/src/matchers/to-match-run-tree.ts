import type { EventSource } from "../events/event-source.ts";
import { renderRunTree } from "../run-tree/render-run-tree.ts";
import type { RunNode } from "../run-tree/run-node.ts";
import { toRunNodes } from "../run-tree/to-run-nodes.ts";
import { dedent } from "../util/dedent.ts";
import { headline, isSubset, type MatcherContext, type MatcherResult } from "./matcher.ts";

/**
 * What a run is expected to be, as far as it matters: fields that are absent may be anything, and a value may be an
 * asymmetric matcher. `children`, where given, are all of them in their order.
 */
export type RunTreePattern = { readonly [Key in Exclude<keyof RunNode, "children">]?: unknown } & {
  readonly children?: readonly RunTreePattern[];
};

/**
 * The matcher `toMatchRunTree`: that runs form a tree. `expected` is text as `renderRunTree` draws it without options
 * (common indentation and empty lines around it do not count), a pattern of the only root, or a list of one for each root.
 *
 * @throws {@link InvalidArgumentError} when `received` is neither a tree nor events.
 */
export function toMatchRunTree(
  this: MatcherContext,
  received: RunNode | readonly RunNode[] | EventSource,
  expected: string | RunTreePattern | readonly RunTreePattern[],
): MatcherResult {
  const nodes = toRunNodes(received);
  return typeof expected === "string"
    ? matchText(this, renderRunTree(nodes), dedent(expected))
    : matchPattern(this, nodes, expected);
}

function matchText(context: MatcherContext, received: string, expected: string): MatcherResult {
  const head = `${headline(context, "toMatchRunTree")}(text)`;
  return {
    pass: received === expected,
    message: () =>
      received === expected
        ? `${head}\n\nThe runs form this very tree:\n${received}`
        : `${head}\n\n${String(context.utils.diff(expected, received))}`,
  };
}

function matchPattern(
  context: MatcherContext,
  nodes: readonly RunNode[],
  expected: RunTreePattern | readonly RunTreePattern[],
): MatcherResult {
  const patterns: readonly unknown[] = Array.isArray(expected) ? expected : [expected];
  const head = `${headline(context, "toMatchRunTree")}(pattern)`;
  const { printExpected } = context.utils;
  return {
    pass: isSubset(context, nodes, patterns),
    message: () =>
      `${head}\n\nPattern: ${printExpected(expected)}\n\nRuns:\n${renderRunTree(nodes)}`,
  };
}
