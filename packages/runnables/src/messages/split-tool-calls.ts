import { isRecord } from "../util/is-record.ts";

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
    const called = isRecord(call) ? call["function"] : undefined;
    if (!isRecord(call) || !isRecord(called)) {
      toolCalls.push(call);
      continue;
    }
    const { id } = call;
    const { name, arguments: args } = called;
    const parsed = parseObject(args);
    if (parsed !== undefined) toolCalls.push({ type: "tool_call", id, name, args: parsed });
    else
      invalidToolCalls.push({
        type: "invalid_tool_call",
        id,
        name,
        args,
        error: "Malformed args.",
      });
  }
  return { tool_calls: toolCalls, invalid_tool_calls: invalidToolCalls };
}

function parseObject(text: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof text !== "string") return undefined;
  try {
    const parsed: unknown = JSON.parse(text === "" ? "{}" : text);
    return isRecord(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
