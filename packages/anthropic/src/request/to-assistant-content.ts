import type { AIMessage, ContentBlock, InvalidToolCall, ToolCall } from "@rivulet/runnables";
import { isEmptyText, withoutIndex } from "./to-user-content.ts";

// Pieces of a stream, and what others call thinking and calls: the calls are in `tool_calls`.
const notTaken: ReadonlySet<string> = new Set(["input_json_delta", "reasoning", "tool_call"]);

type Call = ToolCall | InvalidToolCall;

/**
 * The content of a message of the model on its way back. Blocks stay in their order and as they are, since thinking has a
 * signature and results of server tools are encrypted. The input of a tool use is that of the tool call with its id: a block of a
 * streamed message has none. A call that could not be understood goes back as well, since its result does.
 */
export function toAssistantContent(message: AIMessage): readonly ContentBlock[] {
  const { content, tool_calls: valid, invalid_tool_calls: invalid } = message;
  const calls: readonly Call[] = [...valid, ...invalid];
  const callById = new Map(calls.map((call) => [call.id, call]));
  const blocks: readonly ContentBlock[] =
    typeof content === "string" ? [{ type: "text", text: content }] : content;
  const shown = new Set<unknown>();
  const sent: ContentBlock[] = [];
  for (const block of blocks) {
    if (isEmptyText(block) || notTaken.has(block.type)) continue;
    if (block.type === "tool_use") shown.add(block["id"]);
    sent.push(toAssistantBlock(block, callById));
  }
  const missing = calls.filter(({ id }) => !shown.has(id));
  return [...sent, ...missing.map(toToolUse)];
}

function toAssistantBlock(block: ContentBlock, callById: ReadonlyMap<unknown, Call>): ContentBlock {
  const { input } = block;
  if (block.type === "tool_use") {
    return { ...withoutIndex(block), input: toInput(callById.get(block["id"])?.args ?? input) };
  }
  return typeof input === "string"
    ? { ...withoutIndex(block), input: toInput(input) }
    : withoutIndex(block);
}

function toToolUse({ id, name, args }: Call): ContentBlock {
  return { type: "tool_use", id, name, input: toInput(args) };
}

// The API wants an object: what a model wrote that is none is told to it as it was.
function toInput(input: unknown): unknown {
  if (typeof input !== "string") return input ?? {};
  try {
    const parsed: unknown = JSON.parse(input === "" ? "{}" : input);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)
      ? parsed
      : { input };
  } catch {
    return { input };
  }
}
