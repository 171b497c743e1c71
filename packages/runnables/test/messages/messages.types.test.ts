import type { AIMessage } from "../../src/messages/ai-message.ts";
import { AIMessageChunk } from "../../src/messages/ai-message-chunk.ts";
import type { BaseMessage } from "../../src/messages/base-message.ts";
import { coerceMessage } from "../../src/messages/coerce-message.ts";
import type { concatChunks } from "../../src/messages/concat-chunks.ts";
import type { MessageContent } from "../../src/messages/content-block.ts";
import { HumanMessage } from "../../src/messages/human-message.ts";
import { isAIMessage, isAIMessageChunk } from "../../src/messages/is-message.ts";
import type { MessageLike } from "../../src/messages/message-like.ts";
import type { ToolCall, ToolCallChunk } from "../../src/messages/tool-call.ts";
import { ToolMessage } from "../../src/messages/tool-message.ts";

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const check = <Holds extends true>(): Holds | undefined => undefined;

const chunk = new AIMessageChunk("a");
check<Equal<typeof chunk.content, MessageContent>>();
check<Equal<typeof chunk.text, string>>();
check<Equal<typeof chunk.tool_calls, readonly ToolCall[]>>();
check<Equal<typeof chunk.tool_call_chunks, readonly ToolCallChunk[]>>();
check<Equal<ReturnType<typeof chunk.concat>, AIMessageChunk>>();
check<Equal<ReturnType<typeof concatChunks>, AIMessageChunk>>();
check<AIMessageChunk extends AIMessage ? true : false>();
check<AIMessage extends AIMessageChunk ? false : true>();

const someone: BaseMessage = coerceMessage(["system", "a"]);
if (isAIMessageChunk(someone)) check<Equal<typeof someone, AIMessageChunk>>();
if (isAIMessage(someone)) check<Equal<typeof someone.tool_calls, readonly ToolCall[]>>();

const likes: MessageLike[] = [
  "a",
  ["user", "a"],
  ["any role", "a"],
  { role: "user", content: "a" },
  { type: "ai", content: null, tool_calls: [{ name: "f", args: {} }] },
  chunk,
];
likes.map(coerceMessage);

new ToolMessage("a", "c1", "tool");
new ToolMessage({ content: "a", tool_call_id: "c1" });
// @ts-expect-error a tool message answers a call
new ToolMessage({ content: "a" });
// @ts-expect-error a user's message has content
new HumanMessage({});
// @ts-expect-error a pair has content
coerceMessage(["user"]);
// @ts-expect-error an object has a role
coerceMessage({ content: "a" });
// @ts-expect-error a message is not changed
chunk.content = "b";
// @ts-expect-error nor are its tool calls
chunk.tool_calls = [];
