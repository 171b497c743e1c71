import type { BaseMessage } from "./base-message.ts";
import { type ContentBlock, isTextContentBlock } from "./content-block.ts";
import { isAIMessage } from "./is-message.ts";
import type { MessageType } from "./message-type.ts";

/**
 * A conversation as one text, a line a message: `Human: hello`. A name stands before the content, tool calls behind it
 * as JSON; blocks that are no text are named (`[image]`), reasoning and tool blocks left out.
 */
export function getBufferString(
  messages: readonly BaseMessage[],
  humanPrefix = "Human",
  aiPrefix = "AI",
): string {
  const prefixes: Readonly<Record<MessageType, string>> = {
    human: humanPrefix,
    ai: aiPrefix,
    system: "System",
    tool: "Tool",
  };
  return messages
    .map((message) => `${prefixes[message.getType()]}: ${describe(message)}`)
    .join("\n");
}

function describe(message: BaseMessage): string {
  const name = message.name ? `${message.name}, ` : "";
  const content =
    typeof message.content === "string"
      ? message.content
      : message.content.map(describeBlock).join("");
  const calls = isAIMessage(message) ? message.tool_calls : [];
  return `${name}${content}${calls.length === 0 ? "" : JSON.stringify(calls)}`;
}

function describeBlock(block: ContentBlock): string {
  if (isTextContentBlock(block)) return block.text;
  if (silentTypes.has(block.type)) return "";
  return `[${shortNames.get(block.type) ?? block.type}]`;
}

const shortNames = new Map([
  ["image_url", "image"],
  ["input_audio", "audio"],
]);

const silentTypes = new Set([
  "text",
  "reasoning",
  "thinking",
  "redacted_thinking",
  "tool_use",
  "tool_call",
  "tool_call_chunk",
  "invalid_tool_call",
]);
