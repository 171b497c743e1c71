import {
  createEventPredicate,
  isRunType,
  type EventFilter,
  type RunEvent,
  type RunType,
} from "@rivulet/core";
import type { StreamEvent } from "../events/component-shapes.ts";
import { isBaseMessage } from "../messages/is-message.ts";
import { escapePointer } from "../util/escape-pointer.ts";
import { LogKeys } from "./log-keys.ts";
import type { RunLogOperation } from "./run-log-operation.ts";
import { RunLogPatch } from "./run-log.ts";
import type { LogEntry, RunState } from "./run-state.ts";

/** What is logged. */
export interface LogPatchOptions {
  /** The run that the log is of: it is the log, not an entry in it. */
  readonly runId: string;
  /** Which of the runs inside have an entry, and which of their events reach it. */
  readonly filter?: EventFilter<StreamEvent> | undefined;
}

/**
 * Makes patches of a run log out of the events of a run: one for each event, or none where the log does not have it. A run
 * whose start is not wanted has no entry, hence nothing of it is logged.
 *
 * @throws {@link InvalidArgumentError} when the filter is wrong.
 */
export function createLogPatches({
  runId,
  filter,
}: LogPatchOptions): (event: RunEvent) => RunLogPatch | undefined {
  const entries = new EntryWriter();
  const isWanted =
    filter === undefined ? undefined : createEventPredicate(filter as EventFilter<RunEvent>);
  return (event) => {
    const story = storyOf(event);
    if (story === undefined) return undefined;
    if (event.run_id === runId) return toPatch(rootOperations(event, story));
    const isLogged = isWanted === undefined || isWanted(event);
    return toPatch(isLogged ? entries.operations(event, story) : entries.skipped(event, story));
  };
}

/** An event by its type and phase, its payload readable whatever they are. */
interface Story {
  readonly type: RunType;
  readonly phase: string;
  readonly data: Readonly<Record<string, unknown>>;
}

function storyOf(event: RunEvent): Story | undefined {
  const name = event.event;
  const cut = name.lastIndexOf("_");
  const type = name.slice("on_".length, cut);
  if (!isRunType(type)) return undefined;
  return { type, phase: name.slice(cut + 1), data: event.data as Story["data"] };
}

function rootOperations({ run_id: id, name }: RunEvent, story: Story): readonly RunLogOperation[] {
  const { type, phase, data } = story;
  switch (phase) {
    case "start": {
      const state: RunState = { id, name, type, streamed_output: [], final_output: null, logs: {} };
      return [{ op: "replace", path: "", value: state }];
    }
    case "stream":
      return [add("/streamed_output/-", data["chunk"])];
    case "end":
      return [
        // A prompt tells no chunks, being never partial; in the log its output is one.
        ...(type === "prompt" ? [add("/streamed_output/-", data["output"])] : []),
        { op: "replace", path: "/final_output", value: data["output"] },
      ];
    default:
      return [add("/error", failureOf(story))];
  }
}

/** Writes the entries of the runs that are open. */
class EntryWriter {
  readonly #keys = new LogKeys();
  readonly #paths = new Map<string, string>();

  operations(event: RunEvent, story: Story): readonly RunLogOperation[] {
    if (story.phase === "start") return this.#open(event, story);
    const path = this.#paths.get(event.run_id);
    if (path === undefined) return [];
    if (story.phase === "stream") return streamOperations(path, story);
    this.#paths.delete(event.run_id);
    const endTime = add(`${path}/end_time`, toIsoTime(event));
    return story.phase === "end"
      ? [add(`${path}/final_output`, story.data["output"]), endTime]
      : [add(`${path}/error`, failureOf(story)), endTime];
  }

  /** Lets go of a run whose terminal event is not wanted. */
  skipped(event: RunEvent, { phase }: Story): readonly RunLogOperation[] {
    if (phase !== "start" && phase !== "stream") this.#paths.delete(event.run_id);
    return [];
  }

  #open(event: RunEvent, { type }: Story): readonly RunLogOperation[] {
    const { run_id: id, name, tags, metadata } = event;
    const path = `/logs/${escapePointer(this.#keys.next(name))}`;
    this.#paths.set(id, path);
    const entry: LogEntry = {
      id,
      name,
      type,
      tags,
      metadata,
      start_time: toIsoTime(event),
      streamed_output: [],
      streamed_output_str: [],
      final_output: null,
      end_time: null,
    };
    return [add(path, entry)];
  }
}

function streamOperations(path: string, { type, data }: Story): readonly RunLogOperation[] {
  const chunk = data["chunk"];
  const added = add(`${path}/streamed_output/-`, chunk);
  if (type !== "chat_model" && type !== "llm") return [added];
  const text = isBaseMessage(chunk) ? chunk.text : String(chunk);
  return [add(`${path}/streamed_output_str/-`, text), added];
}

function failureOf({ phase, data }: Story): unknown {
  return phase === "cancel" ? data["reason"] : data["error"];
}

function toIsoTime({ time }: RunEvent): string {
  return new Date(time).toISOString();
}

function add(path: string, value: unknown): RunLogOperation {
  return { op: "add", path, value };
}

function toPatch(ops: readonly RunLogOperation[]): RunLogPatch | undefined {
  return ops.length === 0 ? undefined : new RunLogPatch({ ops });
}
