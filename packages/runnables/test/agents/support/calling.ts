import { AIMessageChunk, type ToolCall } from "@rivulet/runnables";

/** A chunk in which a model calls tools, each as a name and arguments; their ids are `c1`, `c2`, ... from `first`. */
export function calling(
  first: number,
  ...calls: readonly (readonly [string, ToolCall["args"]])[]
): AIMessageChunk {
  return new AIMessageChunk({
    tool_calls: calls.map(([name, args], index) => ({
      name,
      args,
      id: `c${String(first + index)}`,
    })),
  });
}
