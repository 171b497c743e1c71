import type { RunEvent } from "../../../src/events/run-event.ts";

const base = {
  name: "weather",
  run_id: "run-2",
  parent_ids: ["run-0", "run-1"],
  tags: ["seq:step:2", "mine"],
  metadata: { user: "ana", nested: { list: [1, null, "x"] } },
  seq: 4,
  time: 1_760_000_000_000.25,
} as const;

/** A tool's end with the given output. */
export function endEvent(output: unknown): RunEvent {
  return { event: "on_tool_end", ...base, data: { output } };
}

/** One event of every shape, with JSON payloads. */
export const sampleEvents: readonly RunEvent[] = [
  { event: "on_chain_start", ...base, data: {} },
  { event: "on_chat_model_start", ...base, data: { input: "hello" } },
  { event: "on_llm_stream", ...base, data: { chunk: "" } },
  { event: "on_parser_stream", ...base, data: { chunk: { countries: [{ name: "France" }] } } },
  { event: "on_tool_end", ...base, data: { output: null } },
  { event: "on_retriever_end", ...base, data: { input: 0, output: [false] } },
  { event: "on_prompt_error", ...base, data: { input: [], error: "no error object" } },
  { event: "on_embedding_cancel", ...base, data: { reason: "left" } },
  { event: "on_custom_event", ...base, name: "progress", data: 0.5 },
  {
    event: "on_custom_event",
    ...base,
    name: "progress",
    data: { input: 1, output: 1, $rivulet: "date" },
  },
];
