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
import { toSystemRole } from "../messages/system-role.ts";
import { compact } from "../util/compact.ts";
import { isObject } from "../util/is-object.ts";
import { callItemIdsKey } from "./from-response-item.ts";
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
  return [
    ...toReasoningItems(message, isStored),
    ...toMessageItems(message, isStored),
    ...toCallItems(message, isStored).filter(({ call_id: id }) => !customIds.has(id)),
    ...custom,
  ] as ResponseInputItem[];
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
  const known = message.additional_kwargs[callItemIdsKey];
  const itemIds = isStored && isObject(known) ? known : {};
  const calls = [
    ...message.tool_calls.map(({ id = "", name, args }) => ({
      id,
      name,
      args: JSON.stringify(args),
    })),
    // One that could not be understood was answered as well, and an answer needs its call.
    ...message.invalid_tool_calls.map(({ id = "", name = "", args = "" }) => ({ id, name, args })),
  ];
  return calls.map(({ id, name, args }) => ({
    type: "function_call",
    ...compact({ id: itemIds[id] }),
    call_id: id,
    name,
    arguments: args,
  }));
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
