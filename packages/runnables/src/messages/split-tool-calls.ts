import { isPlainObject } from "@rivulet/core";
import { parseRecord, toInvalidToolCall } from "./collapse-tool-call-chunks.ts";

/** Tool calls in messages' own form, the ones that cannot be understood apart; still to be checked for their shape. */
export interface SplitToolCalls {
  readonly tool_calls: readonly unknown[];
  readonly invalid_tool_calls: readonly unknown[];
}

/**
 * Brings tool calls into messages' own form: those of OpenAI's chat completions
 * (`{ id, type: "function", function: { name, arguments } }`) are parsed, all others left as they are. Never throws.
 */
export function splitToolCalls(calls: readonly unknown[]): SplitToolCalls {
  const toolCalls: unknown[] = [];
  const invalidToolCalls: unknown[] = [];
  for (const call of calls) {
    const { id, function: called } = Object(call) as Readonly<Record<string, unknown>>;
    if (!isPlainObject(called)) {
      toolCalls.push(call);
      continue;
    }
    const { name, arguments: args } = called;
    const parsed = typeof args === "string" ? parseRecord(args || "{}") : undefined;
    if (parsed === undefined) invalidToolCalls.push(toInvalidToolCall({ id, name, args }));
    else toolCalls.push({ type: "tool_call", id, name, args: parsed });
  }
  return { tool_calls: toolCalls, invalid_tool_calls: invalidToolCalls };
}
