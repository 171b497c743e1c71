import { describeValue, isPlainObject } from "@rivulet/core";
import { isBaseMessage, isPromptValue, type JsonValue, type StreamEvent } from "@rivulet/runnables";
import cliTruncate from "cli-truncate";
import { toJsonText } from "./json-text.ts";
import { toProblemText } from "./problem-text.ts";

/**
 * What an event brings, in at most `columns` columns: its chunk or output, else its input. What went wrong, where something
 * did, in full.
 */
export function toPayloadText({ data }: StreamEvent, columns: number): string {
  if (!isPlainObject(data)) return "";
  for (const key of ["error", "reason"]) {
    if (Object.hasOwn(data, key)) return toProblemText(data[key]);
  }
  const key = ["chunk", "output", "input"].find((one) => Object.hasOwn(data, one));
  if (key === undefined) return "";
  return cliTruncate(toJsonText(toJson(data[key])), columns, { position: "middle" });
}

// Messages and prompts by their text.
function toJson(value: unknown): JsonValue {
  if (isBaseMessage(value)) return value.text;
  if (isPromptValue(value)) return value.toString();
  if (Array.isArray(value)) return value.map(toJson);
  if (isPlainObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, toJson(one)]));
  }
  if (value === null || typeof value === "number" || typeof value === "boolean") return value;
  return typeof value === "string" ? value : describeValue(value);
}
