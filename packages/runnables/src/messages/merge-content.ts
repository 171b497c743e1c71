import type { ContentBlock, MessageContent } from "./content-block.ts";
import { joinTexts } from "../util/join-texts.ts";
import { isPlainText, mergeItems } from "./merge-records.ts";

/**
 * Joins the contents of a stream's chunks, in linear time.
 *
 * Strings are joined to a string. As soon as one content has blocks, the result is a list, in which every string counts
 * as a text block, and blocks become one as {@link mergeItems} says. Empty strings, empty lists and empty text blocks
 * without an index add nothing.
 */
export function mergeContent(
  contents: readonly MessageContent[],
  areSums?: boolean,
): MessageContent {
  if (contents.every(isText)) return joinTexts(contents, areSums);
  const blocks: ContentBlock[] = [];
  let hasBlocks = false;
  for (const content of contents) {
    if (isText(content)) {
      if (content !== "") blocks.push({ type: "text", text: content });
      continue;
    }
    const filled = content.filter((block) => !(isPlainText(block) && block.text === ""));
    hasBlocks ||= filled.length > 0;
    blocks.push(...filled);
  }
  if (hasBlocks) return mergeItems(blocks, "join");
  const texts = contents.filter(isText);
  return texts.length > 0 ? joinTexts(texts) : [];
}

function isText(content: MessageContent): content is string {
  return typeof content === "string";
}
