import { isToolLike, toToolDefinition, type BindToolsInput } from "@rivulet/runnables";
import { toStrictSchema } from "./strict-schema.ts";
import type { ChatCompletionTool } from "openai/resources/chat/completions";

/** Tools in the form of Chat Completions; those that are in it already go as they are. */
export function toChatTools(
  tools: readonly BindToolsInput[],
  strict: boolean | undefined,
): ChatCompletionTool[] {
  return tools.map((tool) => {
    if (!isToolLike(tool)) return tool as unknown as ChatCompletionTool;
    const { name, description, parameters } = toToolDefinition(tool);
    const told = strict === true ? toStrictSchema(parameters) : parameters;
    return {
      type: "function",
      function: {
        name,
        description,
        parameters: told,
        ...(strict !== undefined && { strict }),
      },
    };
  });
}
