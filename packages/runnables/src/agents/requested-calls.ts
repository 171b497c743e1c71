import { isPlainObject } from "@rivulet/core";
import type { AIMessage } from "../messages/ai-message.ts";
import { isAIMessageChunk } from "../messages/is-message.ts";
import type { InvalidToolCall, ToolCall } from "../messages/tool-call.ts";

/** A tool call as a model made it; one whose arguments are no JSON object has them as text. */
export type RequestedCall = ToolCall | InvalidToolCall;

/** Whether a call has arguments that a tool can be given. */
export function isValidCall(call: RequestedCall): call is ToolCall {
  return isPlainObject(call.args);
}

/** All calls of an answer, in the order in which the model made them, as far as that is known. */
export function requestedCallsOf(answer: AIMessage): readonly RequestedCall[] {
  const { tool_calls: valid, invalid_tool_calls: invalid } = answer;
  if (invalid.length === 0) return valid;
  if (valid.length === 0 || !isAIMessageChunk(answer)) return [...valid, ...invalid];
  const ids = answer.tool_call_chunks.map(({ id }) => id);
  return [...valid, ...invalid].toSorted(
    (one, other) => ids.indexOf(one.id) - ids.indexOf(other.id),
  );
}
