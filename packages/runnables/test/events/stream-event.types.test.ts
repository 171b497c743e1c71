import type { Metadata, RunType } from "@rivulet/core";
import type {
  AIMessageChunk,
  BaseMessage,
  Document,
  PromptValue,
  RunnableConfig,
  Runnable,
  StreamEvent,
  V1StreamEvent,
} from "@rivulet/runnables";
import { check, type Same } from "../support/same-type.ts";

declare const event: StreamEvent;
declare const v1: V1StreamEvent;
declare const runnable: Runnable<string, number>;

// Every event.
check<Same<typeof event.run_id, string>>();
check<Same<typeof event.parent_ids, readonly string[]>>();
check<Same<typeof event.tags, readonly string[]>>();
check<Same<typeof event.metadata, Metadata>>();
check<Same<typeof event.seq, number>>();
check<
  Same<
    StreamEvent["event"],
    `on_${RunType}_${"start" | "stream" | "end" | "error" | "cancel"}` | "on_custom_event"
  >
>();

// The name of an event says what its data are.
if (event.event === "on_chat_model_start") {
  check<
    Same<
      typeof event.data,
      { readonly input?: { readonly messages: readonly (readonly BaseMessage[])[] } }
    >
  >();
}
if (event.event === "on_chat_model_stream") check<Same<typeof event.data.chunk, AIMessageChunk>>();
if (event.event === "on_chat_model_end") check<Same<typeof event.data.output, AIMessageChunk>>();
if (event.event === "on_llm_stream") check<Same<typeof event.data.chunk, string>>();
if (event.event === "on_llm_end") check<Same<typeof event.data.output, string>>();
if (event.event === "on_retriever_start")
  check<Same<typeof event.data.input, { readonly query: string } | undefined>>();
if (event.event === "on_retriever_stream")
  check<Same<typeof event.data.chunk, readonly Document[]>>();
if (event.event === "on_retriever_end")
  check<Same<typeof event.data.output, readonly Document[]>>();
if (event.event === "on_prompt_end") check<Same<typeof event.data.output, PromptValue>>();
if (event.event === "on_embedding_end")
  check<Same<typeof event.data.output, readonly (readonly number[])[]>>();
if (event.event === "on_chain_stream") check<Same<typeof event.data.chunk, unknown>>();
if (event.event === "on_tool_end") check<Same<typeof event.data.output, unknown>>();
if (event.event === "on_tool_error") check<Same<typeof event.data.error, unknown>>();
if (event.event === "on_parser_cancel") check<Same<typeof event.data.reason, unknown>>();
if (event.event === "on_custom_event") check<Same<typeof event.data, unknown>>();
// @ts-expect-error a start has no chunk
if (event.event === "on_chat_model_start") void event.data.chunk;
// @ts-expect-error there is no such event
if (event.event === "on_retriever_chunk") void event;
// @ts-expect-error an event is not changed
event.name = "other";

// Version 1 has no more than the document.
check<Same<keyof V1StreamEvent, "event" | "name" | "run_id" | "tags" | "metadata" | "data">>();
check<Same<Extract<V1StreamEvent["event"], "on_custom_event">, never>>();
check<Same<typeof v1.data.chunk, unknown>>();

// Handlers are told the events that they are keyed by, and filters are asked about them.
const config: RunnableConfig = {
  callbacks: [
    {
      on_chat_model_stream: ({ data }) => {
        check<Same<typeof data.chunk, AIMessageChunk>>();
      },
      on_retriever_end: async ({ data }) => {
        check<Same<typeof data.output, readonly Document[]>>();
      },
      on_custom_event: ({ name, data }) => {
        check<Same<typeof name, string>>();
        check<Same<typeof data, unknown>>();
      },
      on_event: (told) => {
        check<Same<typeof told, StreamEvent>>();
      },
      filter: { where: (told) => told.event === "on_llm_stream" && told.data.chunk.length > 0 },
      awaited: true,
    },
  ],
};
void runnable.invoke("a", config);
void runnable.invoke("a", {
  callbacks: [
    // @ts-expect-error there is no such event
    { on_tool_begin: () => undefined },
  ],
});

runnable.streamEvents(
  "a",
  {},
  { where: (told) => told.event === "on_llm_stream" && told.data.chunk === "b" },
);
runnable.streamEvents("a").subscribe({
  next: (told) => {
    check<Same<typeof told, StreamEvent>>();
  },
});
async function read(): Promise<void> {
  for await (const told of runnable.streamEvents("a")) check<Same<typeof told, StreamEvent>>();
  for await (const told of runnable.streamEvents("a", { version: "v1" }))
    check<Same<typeof told, V1StreamEvent>>();
}
void read;
