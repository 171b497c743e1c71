// What is put between the events and those who read them. Apart from the main entry, since few programs need more than a
// filter.

export { byName } from "./operators/by-name.ts";
export { byTag } from "./operators/by-tag.ts";
export { firstChunk, type FirstChunk } from "./operators/first-chunk.ts";
export { groupByRun, type RunGroup } from "./operators/group-by-run.ts";
export { ofEvent, type OfEventOperator } from "./operators/of-event.ts";
export { ofType } from "./operators/of-type.ts";
export { rootsOnly } from "./operators/roots-only.ts";
export type { RunNode, RunStatus } from "./operators/run-node.ts";
export { text } from "./operators/text.ts";
export { throttleChunks } from "./operators/throttle-chunks.ts";
export { toRunTree, type RunTreeOptions } from "./operators/to-run-tree.ts";
export { under } from "./operators/under.ts";
export type { Usage } from "./operators/usage.ts";
export { withUsage, type EventWithUsage } from "./operators/with-usage.ts";

export { redact } from "./policies/redact.ts";
export { redactEvents } from "./policies/redact-events.ts";
export { redactRuns } from "./policies/redact-runs.ts";
export type { RedactionPolicy } from "./policies/redaction-policy.ts";
export { sample } from "./policies/sample.ts";
export type { RootOutcome, SamplingPolicy } from "./policies/sampling-policy.ts";
