import {
  isAIMessage,
  isHumanMessage,
  isToolMessage,
  type AIMessage,
  type BaseMessage,
  type HumanMessage,
  type ToolMessage,
} from "@rivulet/runnables";
import type {
  ResponseInput,
  ResponseInputContent,
  ResponseInputItem,
} from "openai/resources/responses/responses";
import { type InputPart, toInputParts } from "../messages/input-part.ts";
import { sentCallsOf } from "../messages/sent-calls.ts";
import { toSystemRole } from "../messages/system-role.ts";
import { compact } from "../util/compact.ts";
import { isObject } from "../util/is-object.ts";
import { callItemIdsKey } from "./from-response-item.ts";
import { itemIdsKey } from "./response-facts.ts";
import { toReasoningItems } from "./to-reasoning-items.ts";

/** Whom a conversation is for. */
export interface ResponseInputOptions {
  readonly model: string;
  /** Whether OpenAI keeps its answers: else it does not know their items by their ids. */
  readonly isStored: boolean;
}

/** A conversation as the input items of the Responses API. */
export function toResponseInput(
  messages: readonly BaseMessage[],
  options: ResponseInputOptions,
): ResponseInput {
  const customCalls = messages.filter(isAIMessage).flatMap(customCallsOf);
  const customIds = new Set(customCalls.map(({ call_id: id }) => id));
  return messages.flatMap((message): ResponseInputItem[] => {
    if (isHumanMessage(message)) return [toUserItem(message)];
    if (isAIMessage(message)) return toAssistantItems(message, options);
    if (isToolMessage(message)) return [toOutputItem(message, customIds)];
    return [{ role: toSystemRole(message, options.model), content: message.text }];
  });
}

function toUserItem({ content }: HumanMessage): ResponseInputItem {
  const parts = typeof content === "string" ? content : toInputParts(content).map(toInputContent);
  return { role: "user", content: parts };
}

function toOutputItem(message: ToolMessage, customIds: ReadonlySet<unknown>): ResponseInputItem {
  const { tool_call_id: id, content } = message;
  const output = typeof content === "string" ? content : toInputParts(content).map(toInputContent);
  const type = customIds.has(id) ? "custom_tool_call_output" : "function_call_output";
  return { type, call_id: id, output };
}

function toAssistantItems(
  message: AIMessage,
  { isStored }: ResponseInputOptions,
): ResponseInputItem[] {
  const custom = customCallsOf(message);
  const customIds = new Set(custom.map(({ call_id: id }) => id));
  const callIds = callItemIdsOf(message);
  const placed: readonly PlacedItem[] = [
    ...toReasoningItems(message, isStored).map((item) => ({ id: item.id, item })),
    ...toMessageItems(message, isStored).map((item) => ({ id: message.id, item })),
    ...toCallItems(message, isStored)
      .filter(({ call_id: id }) => !customIds.has(id))
      .map((item) => ({ id: callIds[item.call_id], item })),
    ...custom.map(({ id, ...item }) => ({ id, item: isStored ? { id, ...item } : item })),
    ...(isStored ? toolOutputsOf(message) : []).map((item) => ({ id: item["id"], item })),
  ];
  return inOrder(placed, message) as ResponseInputItem[];
}

interface PlacedItem {
  /** By what the order of the answer knows it. */
  readonly id: unknown;
  readonly item: object;
}

// What the model thought must come before the very item that it thought about.
function inOrder(placed: readonly PlacedItem[], message: AIMessage): readonly object[] {
  const places = itemPlacesOf(message);
  const placeOf = ({ id }: PlacedItem): number => places.get(id) ?? places.size;
  return placed.toSorted((left, right) => placeOf(left) - placeOf(right)).map(({ item }) => item);
}

function itemPlacesOf(message: AIMessage): ReadonlyMap<unknown, number> {
  const { [itemIdsKey]: ids } = message.response_metadata;
  return new Map(Array.isArray(ids) ? ids.map((id, place) => [id, place]) : []);
}

/** What the provider's own tools did, where it is known at which place: it can be thought about as well. */
function toolOutputsOf(message: AIMessage): readonly Readonly<Record<string, unknown>>[] {
  const places = itemPlacesOf(message);
  const { tool_outputs: outputs } = message.additional_kwargs;
  return Array.isArray(outputs) ? outputs.filter(isObject).filter(({ id }) => places.has(id)) : [];
}

function toMessageItems(message: AIMessage, isStored: boolean): object[] {
  const { id, text } = message;
  const { refusal } = message.additional_kwargs;
  const said = typeof refusal === "string" && text === "" ? refusal : text;
  if (said === "") return [];
  if (!isStored || id?.startsWith("msg_") !== true) return [{ role: "assistant", content: said }];
  const part =
    said === text
      ? { type: "output_text", text, annotations: [] }
      : { type: "refusal", refusal: said };
  return [{ type: "message", id, role: "assistant", status: "completed", content: [part] }];
}

function toCallItems(
  message: AIMessage,
  isStored: boolean,
): { readonly type: "function_call"; readonly call_id: string }[] {
  const itemIds = isStored ? callItemIdsOf(message) : {};
  return sentCallsOf(message).map(({ id, name, args }) => ({
    type: "function_call",
    ...compact({ id: itemIds[id] }),
    call_id: id,
    name,
    arguments: args,
  }));
}

function callItemIdsOf(message: AIMessage): Readonly<Record<string, unknown>> {
  const known = message.additional_kwargs[callItemIdsKey];
  return isObject(known) ? known : {};
}

function customCallsOf(message: AIMessage): readonly Readonly<Record<string, unknown>>[] {
  const { custom_tool_calls: calls } = message.additional_kwargs;
  return Array.isArray(calls) ? calls.filter(isObject) : [];
}

function toInputContent(part: InputPart): ResponseInputContent {
  return toContentFields(part) as unknown as ResponseInputContent;
}

function toContentFields(part: InputPart): object {
  switch (part.kind) {
    case "text":
      return { type: "input_text", text: part.text };
    case "image":
      return {
        type: "input_image",
        detail: part.detail ?? "auto",
        ...compact({ image_url: part.url, file_id: part.fileId }),
      };
    case "audio":
      return { type: "input_audio", input_audio: { data: part.data, format: part.format } };
    case "file":
      return {
        type: "input_file",
        ...compact({
          file_data: part.data,
          file_url: part.url,
          file_id: part.fileId,
          filename: part.filename,
        }),
      };
    case "native":
      return part.block;
  }
}
