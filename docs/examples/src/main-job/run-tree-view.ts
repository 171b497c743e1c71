import {
  eventName,
  type EventName,
  type RunPhase,
  runPhases,
  type RunType,
  runTypes,
} from "@rivulet/core";
import { isAIMessageChunk, type StreamEvent } from "@rivulet/runnables";

/** What is known of a run so far. Times are milliseconds since the epoch. */
export interface RunView {
  readonly id: string;
  readonly parentId: string | undefined;
  readonly name: string;
  readonly type: RunType;
  readonly tags: readonly string[];
  readonly status: "running" | "done" | "failed" | "cancelled";
  readonly startedAt: number;
  /** When its first token came: the first chunk that is not empty. */
  readonly firstTokenAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly chunks: number;
  /** What it failed with, or why it was cancelled; told once, by the run that it came to first. */
  readonly problem: unknown;
}

/** A tree of runs as its events tell it: what starts first stands first. Immutable. */
export interface RunTreeView {
  readonly runs: readonly RunView[];
  /** The time of the last event. */
  readonly now: number;
}

/** Before the first event. */
export const emptyRunTree: RunTreeView = { runs: [], now: 0 };

interface Meaning {
  readonly type: RunType;
  readonly phase: RunPhase;
}

// "on_chat_model_start" and its like, taken apart once and for all.
const meanings: ReadonlyMap<EventName, Meaning> = new Map(
  runTypes.flatMap((type) =>
    runPhases.map((phase) => [eventName(type, phase), { type, phase }] as const),
  ),
);

/** The tree after one more event. Pure: the same events give the same tree, live or recorded. */
export function nextRunTree({ runs }: RunTreeView, event: StreamEvent): RunTreeView {
  const meaning = meanings.get(event.event);
  const now = event.time;
  if (meaning === undefined) return { runs, now };
  if (meaning.phase === "start") return { runs: [...runs, startedRun(event, meaning.type)], now };
  const isKnown = (problem: unknown): boolean => runs.some((run) => run.problem === problem);
  return {
    runs: runs.map((run) => {
      if (run.id !== event.run_id) return run;
      const next = nextRun(run, event, meaning.phase);
      return isKnown(next.problem) ? { ...next, problem: undefined } : next;
    }),
    now,
  };
}

function startedRun(event: StreamEvent, type: RunType): RunView {
  return {
    id: event.run_id,
    parentId: event.parent_ids.at(-1),
    name: event.name,
    type,
    tags: event.tags,
    status: "running",
    startedAt: event.time,
    firstTokenAt: undefined,
    endedAt: undefined,
    chunks: 0,
    problem: undefined,
  };
}

function nextRun(run: RunView, event: StreamEvent, phase: RunPhase): RunView {
  const endedAt = event.time;
  switch (phase) {
    case "stream":
      return { ...run, chunks: run.chunks + 1, firstTokenAt: run.firstTokenAt ?? tokenTime(event) };
    case "end":
      return { ...run, status: "done", endedAt };
    case "error":
      return { ...run, status: "failed", endedAt, problem: payload(event, "error") };
    case "cancel":
      return { ...run, status: "cancelled", endedAt, problem: payload(event, "reason") };
    case "start":
      return run;
  }
}

// A provider's first chunk is often empty: it says that an answer begins, and is no token yet.
function tokenTime(event: StreamEvent): number | undefined {
  const chunk = payload(event, "chunk");
  const text = isAIMessageChunk(chunk) ? chunk.text : chunk;
  return text === "" ? undefined : event.time;
}

function payload(event: StreamEvent, key: string): unknown {
  return Reflect.get(event.data as object, key);
}
