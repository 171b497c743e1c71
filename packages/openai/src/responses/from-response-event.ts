import { AIMessageChunk, type AIMessageChunkFields, type ContentBlock } from "@rivulet/runnables";
import type { ResponseOutputItem, ResponseStreamEvent } from "openai/resources/responses/responses";
import { toArgsText } from "../util/to-args-text.ts";

/** What a streamed event says as a message chunk; nothing when it says nothing that is new. */
export function fromResponseEvent(event: ResponseStreamEvent): AIMessageChunk | undefined {
  const fields = toFields(event);
  return fields === undefined ? undefined : new AIMessageChunk(fields);
}

function toFields(event: ResponseStreamEvent): AIMessageChunkFields | undefined {
  switch (event.type) {
    case "response.output_text.delta":
      return {
        content: event.delta,
        id: event.item_id,
        ...(event.logprobs?.length > 0 && {
          response_metadata: { logprobs: { content: event.logprobs } },
        }),
      };
    case "response.refusal.delta":
      return { id: event.item_id, additional_kwargs: { refusal: event.delta } };
    case "response.function_call_arguments.delta":
      return toArgs(event.output_index, event.delta);
    case "response.output_item.added":
      return fromAddedItem(event.item, event.output_index);
    case "response.output_text.annotation.added":
      return { id: event.item_id, additional_kwargs: { annotations: [event.annotation] } };
    default:
      return fromReasoningEvent(event);
  }
}

function fromReasoningEvent(event: ResponseStreamEvent): AIMessageChunkFields | undefined {
  switch (event.type) {
    case "response.reasoning_summary_text.delta": {
      const { item_id: id, output_index: index, summary_index: part, delta } = event;
      return { content: [toReasoningBlock({ id, index, part }, delta)] };
    }
    case "response.reasoning_text.delta": {
      const { item_id: id, output_index: index, content_index: part, delta } = event;
      return { content: [toReasoningBlock({ id, index, part, isRaw: true }, delta)] };
    }
    default:
      return undefined;
  }
}

function fromAddedItem(item: ResponseOutputItem, index: number): AIMessageChunkFields | undefined {
  if (item.type !== "function_call") return undefined;
  const { call_id: id, name } = item;
  // Its arguments follow, piece by piece or with the whole item.
  return { tool_call_chunks: [{ type: "tool_call_chunk", index, id, name, args: "" }] };
}

function toArgs(index: number, args: unknown): AIMessageChunkFields {
  return { tool_call_chunks: [{ type: "tool_call_chunk", index, args: toArgsText(args) }] };
}

/** Where a piece of reasoning stands: which item of the answer, and which part of the item. */
export interface ReasoningPlace {
  readonly id: string;
  readonly index: number;
  readonly part: number;
  /** Whether it is what the model thought itself, not a summary of it. */
  readonly isRaw?: boolean | undefined;
}

/**
 * A piece of reasoning as a content block: each part of an item is a block of its own, and the blocks of one item have the same
 * id.
 */
export function toReasoningBlock(place: ReasoningPlace, text: string): ContentBlock {
  const { id, index, part, isRaw = false } = place;
  return {
    type: "reasoning",
    index: `${String(index)}.${isRaw ? "raw." : ""}${String(part)}`,
    id,
    reasoning: text,
    // Not a text, which would be joined with that of the next piece.
    ...(isRaw && { isRaw }),
  };
}
