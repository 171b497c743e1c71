import type { ToolChoice } from "@rivulet/runnables";

/** Which tools the model may or must call, as the API takes it. */
export function toAnthropicToolChoice(choice: ToolChoice): Readonly<Record<string, unknown>> {
  if (typeof choice !== "string") return choice;
  if (choice === "auto" || choice === "any" || choice === "none") return { type: choice };
  // OpenAI's word for the same.
  if (choice === "required") return { type: "any" };
  return { type: "tool", name: choice };
}
