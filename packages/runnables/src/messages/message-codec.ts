import { InvalidArgumentError, isPlainObject } from "@rivulet/core";

import { FieldReader, isListOf, isString } from "../util/field-reader.ts";
import { AIMessage, type AIMessageFields } from "./ai-message.ts";
import { AIMessageChunk } from "./ai-message-chunk.ts";
import type { BaseMessage, BaseMessageFields } from "./base-message.ts";
import { isContentBlock, type MessageContent } from "./content-block.ts";
import { HumanMessage } from "./human-message.ts";
import { type MessageClassName, messageMarker } from "./message-marker.ts";
import { SystemMessage } from "./system-message.ts";
import type { InvalidToolCall, ToolCall, ToolCallChunk } from "./tool-call.ts";
import { ToolMessage, type ToolMessageStatus } from "./tool-message.ts";
import type { UsageMetadata } from "./usage-metadata.ts";

/** A message taken apart: the name of its class and the fields to make it from again. */
export interface EncodedMessage {
  readonly type: MessageClassName;
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Takes a message apart, so that {@link messageFromFields} can make an equal one of the same class.
 *
 * The fields are the message's own values, not copies; empty ones are left out. A subclass of a message class is taken
 * for that class.
 */
export function messageToFields(message: BaseMessage): EncodedMessage {
  return { type: message[messageMarker], fields: message.toFields() };
}

/**
 * Makes a message from the name of its class and its fields; unknown fields are ignored.
 *
 * @throws {@link InvalidArgumentError} when there is no such class, or a field has the wrong shape
 */
export function messageFromFields(
  type: string,
  fields: Readonly<Record<string, unknown>>,
): BaseMessage {
  if (!isMessageClassName(type)) {
    const known = Object.keys(decoders).join(", ");
    throw InvalidArgumentError.of("The class of a message was", type, `one of ${known}`);
  }
  return decoders[type](new FieldReader(`a ${type}`, fields));
}

/** Whether a name is that of a message class. */
export function isMessageClassName(name: string): name is MessageClassName {
  return Object.hasOwn(decoders, name);
}

const decoders: Readonly<Record<MessageClassName, (fields: FieldReader) => BaseMessage>> = {
  SystemMessage: (fields) => new SystemMessage(readBase(fields)),
  HumanMessage: (fields) => new HumanMessage(readBase(fields)),
  AIMessage: (fields) => new AIMessage(readAI(fields)),
  AIMessageChunk: (fields) =>
    new AIMessageChunk({
      ...readAI(fields),
      tool_call_chunks: fields.optional("tool_call_chunks", isListOf(isToolCallChunk)),
    }),
  ToolMessage: (fields) =>
    new ToolMessage({
      ...readBase(fields),
      tool_call_id: fields.required("tool_call_id", isString),
      status: fields.optional("status", isStatus),
      artifact: fields.value("artifact"),
    }),
};

function readBase(fields: FieldReader): BaseMessageFields {
  return { content: fields.required("content", isContent), ...readRest(fields) };
}

function readAI(fields: FieldReader): AIMessageFields {
  return {
    content: fields.optional("content", isContent) ?? "",
    ...readRest(fields),
    tool_calls: fields.optional("tool_calls", isListOf(isToolCall)),
    invalid_tool_calls: fields.optional("invalid_tool_calls", isListOf(isInvalidToolCall)),
    usage_metadata: fields.optional("usage_metadata", isUsageMetadata),
  };
}

function readRest(fields: FieldReader): Omit<BaseMessageFields, "content"> {
  return {
    id: fields.optional("id", isString),
    name: fields.optional("name", isString),
    additional_kwargs: fields.optional("additional_kwargs", isPlainObject),
    response_metadata: fields.optional("response_metadata", isPlainObject),
  };
}

function isContent(value: unknown): value is MessageContent {
  return typeof value === "string" || (Array.isArray(value) && value.every(isContentBlock));
}

function isStatus(value: unknown): value is ToolMessageStatus {
  return value === "success" || value === "error";
}

function isToolCall(value: unknown): value is ToolCall {
  return (
    isPlainObject(value) &&
    typeof value["name"] === "string" &&
    isPlainObject(value["args"]) &&
    isStringOrAbsent(value["id"])
  );
}

function isInvalidToolCall(value: unknown): value is InvalidToolCall {
  return (
    isPlainObject(value) &&
    ["id", "name", "args", "error"].every((key) => isStringOrAbsent(value[key]))
  );
}

function isToolCallChunk(value: unknown): value is ToolCallChunk {
  if (!isPlainObject(value)) return false;
  const index = value["index"];
  return (
    ["id", "name", "args"].every((key) => isStringOrAbsent(value[key])) &&
    (typeof index === "number" || isStringOrAbsent(index))
  );
}

function isUsageMetadata(value: unknown): value is UsageMetadata {
  return (
    isPlainObject(value) &&
    ["input_tokens", "output_tokens", "total_tokens"].every((key) => typeof value[key] === "number")
  );
}

function isStringOrAbsent(value: unknown): boolean {
  return value === undefined || value === null || typeof value === "string";
}
