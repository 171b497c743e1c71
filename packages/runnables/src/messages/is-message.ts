import type { AIMessage } from "./ai-message.ts";
import type { AIMessageChunk } from "./ai-message-chunk.ts";
import type { BaseMessage } from "./base-message.ts";
import type { HumanMessage } from "./human-message.ts";
import { messageMarker } from "./message-marker.ts";
import type { SystemMessage } from "./system-message.ts";
import type { ToolMessage } from "./tool-message.ts";

/** Whether a value is a message, also one made by another copy of the package. */
export function isBaseMessage(value: unknown): value is BaseMessage {
  return classNameOf(value) !== undefined;
}

/** Whether a value is a system message. */
export function isSystemMessage(value: unknown): value is SystemMessage {
  return classNameOf(value) === "SystemMessage";
}

/** Whether a value is a user's message. */
export function isHumanMessage(value: unknown): value is HumanMessage {
  return classNameOf(value) === "HumanMessage";
}

/** Whether a value is a model's message; a chunk of one is too. */
export function isAIMessage(value: unknown): value is AIMessage {
  const name = classNameOf(value);
  return name === "AIMessage" || name === "AIMessageChunk";
}

/** Whether a value is a chunk of a model's message. */
export function isAIMessageChunk(value: unknown): value is AIMessageChunk {
  return classNameOf(value) === "AIMessageChunk";
}

/** Whether a value is a tool's message. */
export function isToolMessage(value: unknown): value is ToolMessage {
  return classNameOf(value) === "ToolMessage";
}

function classNameOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && messageMarker in value
    ? value[messageMarker]
    : undefined;
}
