import type { EventName, Metadata, RunEvent } from "@rivulet/core";

/** An event in the document's own shape: no `parent_ids`, `seq` and `time`, and no custom, error and cancel events. */
export interface V1StreamEvent {
  readonly event: Exclude<EventName, "on_custom_event">;
  readonly name: string;
  readonly run_id: string;
  readonly tags: readonly string[];
  readonly metadata: Metadata;
  readonly data: { readonly input?: unknown; readonly chunk?: unknown; readonly output?: unknown };
}

/** The run that a stream of events is of. */
export interface V1Root {
  readonly runId: string;
  /** What the caller passed, as it was. */
  readonly input: unknown;
}

/**
 * Makes version 1 of an event, or nothing where version 1 has none.
 *
 * A root model's start has the input that the caller passed, its end the message; a nested model's end has
 * `{ generations, llm_output }`. Retrieved documents come as `{ documents }`.
 *
 * @see The document, "Event reference".
 */
export function createV1Projection(root: V1Root): (event: RunEvent) => V1StreamEvent | undefined {
  return (event) => {
    const name = event.event;
    if (!isInV1(name)) return undefined;
    const { run_id, tags, metadata } = event;
    const data = dataOf(event, root);
    return { event: name, name: event.name, run_id, tags, metadata, data };
  };
}

const leftOut = /^on_(custom_event|embedding_\w+|prompt_stream|\w+_(error|cancel))$/u;

function isInV1(name: EventName): name is V1StreamEvent["event"] {
  return !leftOut.test(name);
}

type Data = Readonly<Record<string, unknown>>;

type Reshape = (data: Data, root: V1Root | undefined) => V1StreamEvent["data"];

const startOfModel: Reshape = (data, root) => (root === undefined ? data : { input: root.input });
const endOfModel: Reshape = (data, root) =>
  root === undefined
    ? { ...data, output: toGenerations(data["output"]) }
    : { output: data["output"] };

// What differs from version 2, by event; `root` is there when the event is of the root run.
const reshapes: { readonly [Name in EventName]?: Reshape } = {
  on_chat_model_start: startOfModel,
  on_chat_model_end: endOfModel,
  on_llm_start: startOfModel,
  on_llm_end: endOfModel,
  on_retriever_stream: (data) => ({ chunk: { documents: data["chunk"] } }),
  on_retriever_end: (data, root) =>
    withoutInput(root !== undefined, { ...data, output: { documents: data["output"] } }),
};

function dataOf(event: RunEvent, root: V1Root): V1StreamEvent["data"] {
  const data = event.data as Data;
  const isRoot = event.run_id === root.runId;
  const reshape = reshapes[event.event];
  if (reshape !== undefined) return reshape(data, isRoot ? root : undefined);
  return event.event.endsWith("_end") ? withoutInput(isRoot, data) : data;
}

function withoutInput(isRoot: boolean, data: Data): V1StreamEvent["data"] {
  return isRoot ? { output: data["output"] } : data;
}

function toGenerations(output: unknown): unknown {
  const generation =
    typeof output === "string"
      ? { text: output, generation_info: null, type: "GenerationChunk" }
      : {
          text: messageText(output),
          generation_info: null,
          type: "ChatGenerationChunk",
          message: output,
        };
  return { generations: [[generation]], llm_output: null };
}

function messageText(message: unknown): unknown {
  return typeof message === "object" && message !== null ? Reflect.get(message, "text") : "";
}
