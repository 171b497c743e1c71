import type { Metadata, RunEvent } from "../events/run-event.ts";
import type { RunType } from "../events/run-type.ts";
import { emptyList } from "../util/empty-list.ts";
import { isTerminal, phaseOf, runTypeOf } from "./event-facts.ts";
import { textOf } from "./text-of.ts";

/** How a run stands. */
export type RunStatus = "running" | "ended" | "failed" | "cancelled";

/**
 * A run at one moment, with the runs inside it. Never written to: when something changes there is a new node for each run
 * on the path to it, and every other node is the same object as before.
 */
export interface RunNode {
  readonly id: string;
  readonly name: string;
  /** `undefined` as long as only a custom event of the run was seen. */
  readonly type: RunType | undefined;
  readonly status: RunStatus;
  readonly tags: readonly string[];
  readonly metadata: Metadata;
  /** Milliseconds since the epoch: of its first event that was seen, and of its last one when it is over. */
  readonly startTime: number;
  readonly endTime: number | undefined;
  /** What is known of it; absent when it is not known. */
  readonly input?: unknown;
  readonly output?: unknown;
  /** What it failed with, or was cancelled for. */
  readonly error?: unknown;
  /** The text that it has streamed. */
  readonly text: string;
  /** How many chunks it has streamed. */
  readonly chunkCount: number;
  /** The runs inside it, in the order in which they were seen. */
  readonly children: readonly RunNode[];
}

type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

const statusByPhase = { end: "ended", error: "failed", cancel: "cancelled" } as const;

/** A node for a run of which this is the first event. */
export function createNode(event: RunEvent): RunNode {
  const { run_id: id, name, tags, metadata, time } = event;
  return {
    id,
    name,
    type: runTypeOf(event),
    status: "running",
    tags,
    metadata,
    startTime: time,
    endTime: undefined,
    text: "",
    chunkCount: 0,
    children: emptyList,
  };
}

/**
 * The node with other children. Written out and in one place: each event copies every node above its run, and of objects
 * made by one literal a copy costs a third of what it costs by spread.
 */
export function withChildren(node: RunNode, children: readonly RunNode[]): RunNode {
  const copy: Mutable<RunNode> = {
    id: node.id,
    name: node.name,
    type: node.type,
    status: node.status,
    tags: node.tags,
    metadata: node.metadata,
    startTime: node.startTime,
    endTime: node.endTime,
    text: node.text,
    chunkCount: node.chunkCount,
    children,
  };
  if ("input" in node) copy.input = node.input;
  if ("output" in node) copy.output = node.output;
  if ("error" in node) copy.error = node.error;
  return copy;
}

/** The node after an event of its run; the same node where the event changes nothing. */
export function applyEvent(node: RunNode, event: RunEvent): RunNode {
  const phase = phaseOf(event);
  if (phase === undefined) return node;
  const known = node.type === undefined ? nameRun(node, event) : node;
  if (phase === "stream") return addChunk(known, event);
  const input = dataIn(event, "input");
  const withInput = input === undefined ? known : { ...known, ...input };
  return isTerminal(event) ? endNode(withInput, event) : withInput;
}

function nameRun(node: RunNode, event: RunEvent): RunNode {
  return { ...node, type: runTypeOf(event), name: event.name };
}

function addChunk(node: RunNode, event: RunEvent): RunNode {
  const piece = textOf(dataIn(event, "chunk")?.chunk);
  return { ...node, text: node.text + piece, chunkCount: node.chunkCount + 1 };
}

function endNode(node: RunNode, event: RunEvent): RunNode {
  const phase = phaseOf(event) as keyof typeof statusByPhase;
  const failure = dataIn(event, "error") ?? dataIn(event, "reason");
  return {
    ...node,
    ...dataIn(event, "output"),
    ...(failure !== undefined && { error: Object.values(failure)[0] }),
    status: statusByPhase[phase],
    endTime: event.time,
  };
}

function dataIn<Key extends string>(
  { data }: RunEvent,
  key: Key,
): { readonly [Field in Key]: unknown } | undefined {
  if (typeof data !== "object" || data === null || !Object.hasOwn(data, key)) return undefined;
  return { [key]: Reflect.get(data, key) } as { readonly [Field in Key]: unknown };
}
