import type { AIMessage, ContentBlock } from "@rivulet/runnables";
import type { ResponseReasoningItem } from "openai/resources/responses/responses";
import { compact } from "../util/compact.ts";

/**
 * What a model thought before, as it wants it back: the reasoning blocks of its message, those of one item together. What OpenAI
 * did not keep can go back encrypted only.
 */
export function toReasoningItems(message: AIMessage, isStored: boolean): ResponseReasoningItem[] {
  const blocksById = new Map<string, ContentBlock[]>();
  for (const block of typeof message.content === "string" ? [] : message.content) {
    const { id } = block;
    if (block.type !== "reasoning" || typeof id !== "string") continue;
    const blocks = blocksById.get(id);
    if (blocks === undefined) blocksById.set(id, [block]);
    else blocks.push(block);
  }
  return [...blocksById]
    .map(([id, blocks]) => toItem(id, blocks))
    .filter((item) => isStored || item.encrypted_content != null);
}

function toItem(id: string, blocks: readonly ContentBlock[]): ResponseReasoningItem {
  const told = blocks.filter(({ reasoning }) => typeof reasoning === "string" && reasoning !== "");
  const summary = told.filter(({ isRaw }) => isRaw !== true);
  const raw = told.filter(({ isRaw }) => isRaw === true);
  const encrypted = blocks.find(({ encrypted_content: text }) => typeof text === "string");
  return {
    type: "reasoning",
    id,
    summary: summary.map(({ reasoning }) => ({
      type: "summary_text",
      text: String(reasoning),
    })),
    ...(raw.length > 0 && {
      content: raw.map(({ reasoning }) => ({
        type: "reasoning_text",
        text: String(reasoning),
      })),
    }),
    ...compact({ encrypted_content: encrypted?.["encrypted_content"] }),
  };
}
