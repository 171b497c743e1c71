import { isPlainObject } from "@rivulet/core";
import { mergeToolCallChunks } from "./merge-tool-call-chunks.ts";
import type { InvalidToolCall, ToolCall, ToolCallChunk } from "./tool-call.ts";

/** The tool calls that pieces add up to. */
export interface CollapsedToolCalls {
  readonly tool_calls: readonly ToolCall[];
  readonly invalid_tool_calls: readonly InvalidToolCall[];
}

/**
 * Reads tool calls out of the pieces streamed so far.
 *
 * A call is valid when it has a name or an id and its arguments are a complete JSON object (no arguments at all count as
 * `{}`); any other is among `invalid_tool_calls`, with its arguments as they came. Never throws.
 */
export function collapseToolCallChunks(pieces: readonly ToolCallChunk[]): CollapsedToolCalls {
  const toolCalls: ToolCall[] = [];
  const invalidToolCalls: InvalidToolCall[] = [];
  for (const { name = "", args = "", id } of mergeToolCallChunks(pieces)) {
    const parsed = name === "" && !id ? undefined : parseArgs(args);
    if (parsed === undefined) invalidToolCalls.push(toInvalidToolCall({ id, name, args }));
    else toolCalls.push({ type: "tool_call", id, name, args: parsed });
  }
  return { tool_calls: toolCalls, invalid_tool_calls: invalidToolCalls };
}

/** A request that cannot be understood, with its arguments as they came. */
export function toInvalidToolCall<Request extends object>(
  request: Request,
): Request & { readonly type: "invalid_tool_call"; readonly error: string } {
  return { type: "invalid_tool_call", ...request, error: "Malformed args." };
}

function parseArgs(args: string): Readonly<Record<string, unknown>> | undefined {
  const text = args.trim();
  if (text === "") return {};
  // Most pieces of a stream end in the middle: do not pay for the exception.
  if (!text.startsWith("{") || !text.endsWith("}")) return undefined;
  return parseRecord(text);
}

/** The record that a JSON text is; none for any other text. Never throws. */
export function parseRecord(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isPlainObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
