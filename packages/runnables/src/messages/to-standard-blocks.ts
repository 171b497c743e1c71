import type { ContentBlock, MessageContent } from "./content-block.ts";
import type { StandardContentBlock } from "./standard-content-block.ts";
import type { ToolCall } from "./tool-call.ts";

interface MessageParts {
  readonly content: MessageContent;
  readonly tool_calls?: readonly ToolCall[];
}

/**
 * The parts of a message in the form that is the same for all providers. A call stands where its block does, one without a
 * block at the end. Blocks that have no such form, or are of the user's, stay as they are.
 */
export function toStandardBlocks({
  content,
  tool_calls: toolCalls = [],
}: MessageParts): StandardContentBlock[] {
  const calls = toolCalls.map(({ id, name, args }) => ({ type: "tool_call", id, name, args }));
  const given = typeof content === "string" ? [{ type: "text", text: content }] : content;
  const blocks = given.map((block: ContentBlock): object => {
    const { type, thinking, ...rest } = block;
    if (type === "thinking") return { ...rest, type: "reasoning", reasoning: thinking };
    return calls.find(({ id }) => type.startsWith("tool_") && id === rest["id"]) ?? block;
  });
  const all = content === "" ? calls : [...blocks, ...calls];
  return [...new Set(all)] as StandardContentBlock[];
}
