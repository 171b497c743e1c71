import { type ProviderToolCall, toArgumentChunks } from "../provider-tool-call.ts";

/** An item of what the Responses API puts out, as the pieces that it comes in. */
export type OpenaiResponseItem =
  | {
      readonly type: "message";
      readonly chunks?: readonly string[];
      /** The texts of a refusal. */
      readonly refusal?: readonly string[];
    }
  | {
      readonly type: "reasoning";
      /** The parts of the summary, each as the texts that it comes in. */
      readonly summary: readonly (readonly string[])[];
    }
  | ({ readonly type: "function_call" } & ProviderToolCall);

type Json = Readonly<Record<string, unknown>>;

/** The events of an item, without their sequence numbers, and the item as a whole. */
export interface ItemStream {
  readonly events: readonly Json[];
  readonly whole: Json;
}

/** Takes an item apart; `index` is its place in the output. */
export function toItemStream(item: OpenaiResponseItem, index: number): ItemStream {
  const { start, inner, whole } = takeApart(item, index);
  const events = [
    { type: "response.output_item.added", output_index: index, item: start },
    ...inner.map((event) => ({ ...event, item_id: whole["id"], output_index: index })),
    { type: "response.output_item.done", output_index: index, item: whole },
  ];
  return { events, whole };
}

interface Parts {
  readonly start: Json;
  readonly inner: readonly Json[];
  readonly whole: Json;
}

function takeApart(item: OpenaiResponseItem, index: number): Parts {
  switch (item.type) {
    case "message":
      return toMessage(item, index);
    case "reasoning":
      return toReasoning(item.summary, index);
    case "function_call":
      return toFunctionCall(item, index);
  }
}

function toMessage(item: OpenaiResponseItem & { readonly type: "message" }, index: number): Parts {
  const parts = [
    ...(item.chunks === undefined ? [] : [toTextPart(item.chunks)]),
    ...(item.refusal === undefined ? [] : [toRefusalPart(item.refusal)]),
  ];
  const head = { id: toId("msg", index), type: "message", role: "assistant" };
  return {
    start: { ...head, status: "in_progress", content: [] },
    inner: parts.flatMap(({ start, inner, whole }, at) =>
      [
        { type: "response.content_part.added", part: start },
        ...inner,
        { type: "response.content_part.done", part: whole },
      ].map((event) => ({ ...event, content_index: at })),
    ),
    whole: { ...head, status: "completed", content: parts.map(({ whole }) => whole) },
  };
}

function toTextPart(chunks: readonly string[]): Parts {
  const text = chunks.join("");
  const head = { type: "output_text", annotations: [], logprobs: [] };
  return {
    start: { ...head, text: "" },
    inner: [
      ...chunks.map((delta) => ({ type: "response.output_text.delta", delta, logprobs: [] })),
      { type: "response.output_text.done", text, logprobs: [] },
    ],
    whole: { ...head, text },
  };
}

function toRefusalPart(chunks: readonly string[]): Parts {
  const refusal = chunks.join("");
  return {
    start: { type: "refusal", refusal: "" },
    inner: [
      ...chunks.map((delta) => ({ type: "response.refusal.delta", delta })),
      { type: "response.refusal.done", refusal },
    ],
    whole: { type: "refusal", refusal },
  };
}

function toReasoning(summary: readonly (readonly string[])[], index: number): Parts {
  const head = { id: toId("rs", index), type: "reasoning" };
  const texts = summary.map((chunks) => ({ type: "summary_text", text: chunks.join("") }));
  return {
    start: { ...head, summary: [] },
    inner: summary.flatMap((chunks, at) =>
      [
        {
          type: "response.reasoning_summary_part.added",
          part: { type: "summary_text", text: "" },
        },
        ...chunks.map((delta) => ({ type: "response.reasoning_summary_text.delta", delta })),
        { type: "response.reasoning_summary_text.done", text: chunks.join("") },
        { type: "response.reasoning_summary_part.done", part: texts[at] },
      ].map((event) => ({ ...event, summary_index: at })),
    ),
    whole: { ...head, summary: texts },
  };
}

function toFunctionCall(call: ProviderToolCall, index: number): Parts {
  const pieces = toArgumentChunks(call.args);
  const json = pieces.join("");
  const head = {
    id: toId("fc", index),
    type: "function_call",
    call_id: call.id ?? `call_unDCdLpuGVyNBbUHN6Dk${String(index)}`,
    name: call.name,
  };
  return {
    start: { ...head, status: "in_progress", arguments: "" },
    inner: [
      ...pieces.map((delta) => ({ type: "response.function_call_arguments.delta", delta })),
      { type: "response.function_call_arguments.done", name: call.name, arguments: json },
    ],
    whole: { ...head, status: "completed", arguments: json },
  };
}

function toId(prefix: string, index: number): string {
  return `${prefix}_67ccd2bf17f0819081ff3bb2cf6508e60bb6a6b452d3795${String(index)}`;
}
