import type { ContentBlock, MessageContent } from "./content-block.ts";
import type { StandardContentBlock } from "./standard-content-block.ts";
import type { ToolCall } from "./tool-call.ts";

/** What the blocks of a message are made from. */
export interface MessageParts {
  readonly content: MessageContent;
  readonly tool_calls?: readonly ToolCall[] | undefined;
}

/**
 * The parts of a message in the form that is the same for all providers. A call stands where its block does, one without a
 * block at the end. Blocks that have no such form, or are of the user's, stay as they are.
 */
export function toStandardBlocks({
  content,
  tool_calls: toolCalls = [],
}: MessageParts): StandardContentBlock[] {
  const calls = toolCalls.map((call) => ({ ...call, type: "tool_call" }));
  const blocks = toBlocks(content).map((block): object => {
    const { type, thinking: reasoning, ...rest } = block;
    if (type === "thinking") return { ...rest, type: "reasoning", reasoning };
    return calls.find(({ id }) => type.startsWith("tool_") && id === rest["id"]) ?? block;
  });
  // Not by a Set: a text may stand there twice.
  return [...blocks, ...calls.filter((call) => !blocks.includes(call))] as StandardContentBlock[];
}

function toBlocks(content: MessageContent): readonly ContentBlock[] {
  if (typeof content !== "string") return content;
  return content === "" ? [] : [{ type: "text", text: content }];
}
