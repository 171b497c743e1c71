import { AIMessageChunk, type AIMessageChunkFields, type ContentBlock } from "@rivulet/runnables";
import type {
  ResponseFunctionToolCall,
  ResponseOutputItem,
  ResponseOutputMessage,
  ResponseReasoningItem,
} from "openai/resources/responses/responses";
import { compact } from "../util/compact.ts";
import { toArgsText } from "../util/to-args-text.ts";
import { toReasoningBlock } from "./from-response-event.ts";

/** Where an item stands in the answer, and whether its pieces have come in before. */
export interface ItemPlace {
  readonly index: number;
  readonly isStreamed: boolean;
}

/** Where the ids of the calls' items are kept, by the ids of the calls: what LangChain.js calls it. */
export const callItemIdsKey = "__openai_function_call_ids__";

/** What a whole item of an answer says that its pieces have not said; nothing when that is nothing. */
export function fromResponseItem(
  item: ResponseOutputItem,
  place: ItemPlace,
): AIMessageChunk | undefined {
  const fields = itemToFields(item, place);
  return fields === undefined ? undefined : new AIMessageChunk(fields);
}

function itemToFields(
  item: ResponseOutputItem,
  place: ItemPlace,
): AIMessageChunkFields | undefined {
  switch (item.type) {
    case "message":
      return place.isStreamed ? undefined : fromMessage(item);
    case "reasoning":
      return fromReasoning(item, place);
    case "function_call":
      return fromFunctionCall(item, place);
    case "custom_tool_call": {
      const { call_id: id, name, input } = item;
      const args = JSON.stringify({ input });
      const piece = { type: "tool_call_chunk", index: place.index, id, name, args } as const;
      return { tool_call_chunks: [piece], additional_kwargs: { custom_tool_calls: [item] } };
    }
    default:
      // The provider's own tools: what they did, as it tells it.
      return { additional_kwargs: { tool_outputs: [item] } };
  }
}

function fromMessage({ id, content }: ResponseOutputMessage): AIMessageChunkFields {
  const texts = content.filter((part) => part.type === "output_text");
  const refusals = content.filter((part) => part.type === "refusal");
  const annotations = texts.flatMap((part) => part.annotations ?? []);
  const logprobs = texts.flatMap((part) => part.logprobs ?? []);
  return {
    id,
    content: texts.map(({ text }) => text).join(""),
    additional_kwargs: compact({
      refusal: refusals.length > 0 ? refusals.map(({ refusal }) => refusal).join("") : undefined,
      annotations: annotations.length > 0 ? annotations : undefined,
    }),
    ...(logprobs.length > 0 && { response_metadata: { logprobs: { content: logprobs } } }),
  };
}

function fromReasoning(
  item: ResponseReasoningItem,
  { index, isStreamed }: ItemPlace,
): AIMessageChunkFields | undefined {
  const { id, summary, content = [], encrypted_content: encrypted } = item;
  const blocks: ContentBlock[] = isStreamed
    ? []
    : [
        ...summary.map(({ text }, part) => toReasoningBlock({ id, index, part }, text)),
        ...content.map(({ text }, part) =>
          toReasoningBlock({ id, index, part, isRaw: true }, text),
        ),
      ];
  // An item without any text has a block as well: the model wants it back.
  if (blocks.length === 0 && (!isStreamed || encrypted != null)) {
    blocks.push(toReasoningBlock({ id, index, part: 0 }, ""));
  }
  const [first, ...others] = blocks;
  if (first === undefined) return undefined;
  return {
    content: [{ ...first, ...compact({ encrypted_content: encrypted ?? undefined }) }, ...others],
  };
}

function fromFunctionCall(
  item: ResponseFunctionToolCall,
  { index, isStreamed }: ItemPlace,
): AIMessageChunkFields | undefined {
  const { id: itemId, call_id: id, name } = item;
  const args = toArgsText(item.arguments);
  const kwargs = itemId === undefined ? {} : { [callItemIdsKey]: { [id]: itemId } };
  if (isStreamed) return itemId === undefined ? undefined : { additional_kwargs: kwargs };
  const piece = { type: "tool_call_chunk", index, id, name, args } as const;
  return { tool_call_chunks: [piece], additional_kwargs: kwargs };
}
