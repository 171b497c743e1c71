import type { BaseMessage } from "@rivulet/runnables";
import { isReasoningModel } from "./model-kind.ts";

/** The role of a system message: models that reason call it `developer`, and so does who says so. */
export function toSystemRole(message: BaseMessage, model: string): "system" | "developer" {
  const isDeveloper = message.additional_kwargs["__openai_role__"] === "developer";
  return isDeveloper || isReasoningModel(model) ? "developer" : "system";
}
