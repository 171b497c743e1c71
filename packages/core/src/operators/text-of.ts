/**
 * The text of a chunk, by its shape: a string is one; a message has it in `text`, or in `content`, a string or blocks
 * of which some have a `text`. Empty where there is none.
 */
export function textOf(chunk: unknown): string {
  if (typeof chunk === "string") return chunk;
  if (typeof chunk !== "object" || chunk === null) return "";
  if ("text" in chunk && typeof chunk.text === "string") return chunk.text;
  const content: unknown = "content" in chunk ? chunk.content : undefined;
  if (Array.isArray(content)) return content.map(textOfBlock).join("");
  return typeof content === "string" ? content : "";
}

function textOfBlock(block: unknown): string {
  if (typeof block !== "object" || block === null || !("text" in block)) return "";
  return typeof block.text === "string" ? block.text : "";
}
