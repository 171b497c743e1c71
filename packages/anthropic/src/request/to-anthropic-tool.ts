import { isToolLike, toToolDefinition, type BindToolsInput } from "@rivulet/runnables";

/** A tool as the API takes it; what is in a form of its own passes through. */
export type AnthropicTool = Readonly<Record<string, unknown>>;

/**
 * A tool in the API's form. One in that form already passes through with all that it has (`cache_control`, server tools), one in
 * OpenAI's form is translated.
 *
 * @throws {@link InvalidArgumentError} when it has no name, or a schema that is not that of an object.
 */
export function toAnthropicTool(tool: BindToolsInput): AnthropicTool {
  if (isToolLike(tool)) {
    const { name, description, parameters } = toToolDefinition(tool);
    return toTool(name, description, parameters);
  }
  const { type, function: called } = tool;
  if (type !== "function" || typeof called !== "object" || called === null) return tool;
  const { name, description, parameters, strict } = called as Readonly<Record<string, unknown>>;
  return {
    ...toTool(name, description, parameters ?? { type: "object", properties: {} }),
    ...(typeof strict === "boolean" && { strict }),
  };
}

function toTool(name: unknown, description: unknown, parameters: unknown): AnthropicTool {
  return {
    name,
    ...(description !== undefined && description !== "" && { description }),
    // The API wants the type to be said.
    input_schema: { type: "object", ...(parameters as object) },
  };
}
