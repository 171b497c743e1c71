import {
  isToolLike,
  toToolDefinition,
  type BindToolsInput,
  type ToolChoice,
} from "@rivulet/runnables";
import type { ResponseCreateParamsBase, Tool } from "openai/resources/responses/responses";
import { isObject } from "../util/is-object.ts";
import { toStrictSchema } from "./strict-schema.ts";
import { toolModes } from "./to-tool-choice.ts";

/** Tools in the form of the Responses API; one in the form of Chat Completions is brought into it, any other goes as it is. */
export function toResponseTools(
  tools: readonly BindToolsInput[],
  strict: boolean | undefined,
): Tool[] {
  return tools.map((tool) => toResponseTool(tool, strict) as unknown as Tool);
}

/** Which tools may be called, in the form of the Responses API. */
export function toResponseToolChoice(
  choice: ToolChoice | undefined,
): ResponseCreateParamsBase["tool_choice"] | undefined {
  if (choice === undefined) return undefined;
  if (typeof choice === "string") {
    return toolModes.get(choice) ?? { type: "function", name: choice };
  }
  const { type, function: called } = choice;
  const told = type === "function" && isObject(called) ? { type, ...called } : choice;
  return told as unknown as NonNullable<ResponseCreateParamsBase["tool_choice"]>;
}

function toResponseTool(tool: BindToolsInput, strict: boolean | undefined): object {
  if (!isToolLike(tool)) {
    const { type, function: told } = tool;
    return type === "function" && isObject(told)
      ? { type, strict: strict ?? false, ...told }
      : tool;
  }
  const { name, description, parameters } = toToolDefinition(tool);
  return {
    type: "function",
    name,
    description,
    parameters: strict === true ? toStrictSchema(parameters) : parameters,
    // The API takes silence for `true`, and refuses schemas that are not made for it.
    strict: strict ?? false,
  };
}
