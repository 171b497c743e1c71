import type { ToolChoice } from "@rivulet/runnables";
import type { ChatCompletionToolChoiceOption } from "openai/resources/chat/completions";

/** The ways of choosing that are no names of tools, and what both APIs call them. */
export const toolModes: ReadonlyMap<string, "auto" | "none" | "required"> = new Map([
  ["auto", "auto"],
  ["none", "none"],
  ["any", "required"],
  ["required", "required"],
]);

/** Which tools may be called, in the form of Chat Completions; a form of the API's own goes as it is. */
export function toChatToolChoice(
  choice: ToolChoice | undefined,
): ChatCompletionToolChoiceOption | undefined {
  if (choice === undefined) return undefined;
  if (typeof choice !== "string") return choice as unknown as ChatCompletionToolChoiceOption;
  return toolModes.get(choice) ?? { type: "function", function: { name: choice } };
}
