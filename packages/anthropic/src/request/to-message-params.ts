import { InvalidArgumentError } from "@rivulet/core";
import {
  isAIMessage,
  isSystemMessage,
  isToolMessage,
  type BaseMessage,
  type ContentBlock,
  type MessageContent,
  type ToolMessage,
} from "@rivulet/runnables";
import { toAssistantContent } from "./to-assistant-content.ts";
import { isEmptyText, toUserContent, withoutIndex } from "./to-user-content.ts";

/** One turn of a conversation. */
export interface MessageParam {
  readonly role: "user" | "assistant";
  readonly content: MessageContent;
}

/** A conversation as the API takes it: what the system says apart. */
export interface ConversationParams {
  readonly system?: MessageContent;
  readonly messages: readonly MessageParam[];
}

/**
 * Messages as the API takes them. System messages at the beginning become `system`; messages of people and results of tools that
 * follow each other are one turn of the user.
 *
 * @throws {@link InvalidArgumentError} when a system message is not at the beginning, or what the user says is empty.
 */
export function toMessageParams(messages: readonly BaseMessage[]): ConversationParams {
  const firstOther = messages.findIndex((message) => !isSystemMessage(message));
  const systemCount = firstOther === -1 ? messages.length : firstOther;
  const turns: MessageParam[] = [];
  for (const message of messages.slice(systemCount)) addTurn(turns, message);
  const system = toSystem(messages.slice(0, systemCount));
  return { ...(system !== undefined && { system }), messages: turns };
}

function toSystem(messages: readonly BaseMessage[]): MessageContent | undefined {
  const [first, ...others] = messages;
  if (first === undefined) return undefined;
  if (others.length === 0 && typeof first.content === "string") return first.content || undefined;
  const blocks = messages.flatMap(({ content }): readonly ContentBlock[] =>
    typeof content === "string" ? [{ type: "text", text: content }] : content.map(withoutIndex),
  );
  const told = blocks.filter((block) => !isEmptyText(block));
  return told.length > 0 ? told : undefined;
}

function addTurn(turns: MessageParam[], message: BaseMessage): void {
  const last = turns.at(-1);
  if (isAIMessage(message)) {
    const content = toAssistantContent(message);
    // The API refuses a turn that says nothing.
    if (content.length > 0) turns.push({ role: "assistant", content: toSimple(content) });
    return;
  }
  if (isSystemMessage(message)) {
    throw new InvalidArgumentError(
      "A system message came after other messages; put it first, since the API takes what the system says apart.",
    );
  }
  const content = isToolMessage(message) ? [toToolResult(message)] : toUserContent(message.content);
  if (last?.role !== "user") {
    if (content.length === 0) {
      throw new InvalidArgumentError(
        "A message of the user says nothing, which the API refuses; give it a text, or leave it out.",
      );
    }
    turns.push({ role: "user", content: toSimple(content) });
    return;
  }
  const before = typeof last.content === "string" ? toUserContent(last.content) : last.content;
  turns[turns.length - 1] = { role: "user", content: [...before, ...content] };
}

// As it is read in a log, and in the API's own examples.
function toSimple(content: readonly ContentBlock[]): MessageContent {
  const [only] = content;
  const isPlain = only?.type === "text" && content.length === 1 && Object.keys(only).length === 2;
  return isPlain ? (only.text ?? "") : content;
}

function toToolResult(message: ToolMessage): ContentBlock {
  const content = toUserContent(message.content);
  return {
    type: "tool_result",
    tool_use_id: message.tool_call_id,
    ...(content.length > 0 && { content: toSimple(content) }),
    ...(message.status === "error" && { is_error: true }),
  };
}
