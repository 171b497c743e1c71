import { readFile } from "node:fs/promises";
import type { BaseChatModel } from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";

/** A model that plays back a recorded answer, chunk by chunk, `delayMs` apart. */
export async function createRecordedModel(delayMs: number): Promise<BaseChatModel> {
  const recording = new URL("../../data/countries.chunks.json", import.meta.url);
  const chunks = JSON.parse(await readFile(recording, "utf8")) as readonly string[];
  return new ScriptedChatModel({ chunks, ...(delayMs > 0 && { delayMs }) });
}
