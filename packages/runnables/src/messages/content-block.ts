/**
 * One part of a message's content: text, an image, reasoning, a tool use, whatever the provider sends.
 *
 * `type` says what it is; the other fields are the provider's. While streaming, blocks with the same `index` (and the
 * same type, a `_delta` at its end left aside) are parts of one block.
 */
export interface ContentBlock {
  readonly type: string;
  readonly index?: number | string | undefined;
  readonly text?: string | undefined;
  readonly [field: string]: unknown;
}

/** A block of text. */
export interface TextContentBlock extends ContentBlock {
  readonly type: "text";
  readonly text: string;
}

/** What a message says: a text, or a list of blocks in their order. */
export type MessageContent = string | readonly ContentBlock[];

/** Whether a value has the shape of a content block: an object with a `type`. */
export function isContentBlock(value: unknown): value is ContentBlock {
  return (
    typeof value === "object" && value !== null && "type" in value && typeof value.type === "string"
  );
}

/** Whether a block is text. */
export function isTextContentBlock(block: ContentBlock): block is TextContentBlock {
  return block.type === "text" && typeof block.text === "string";
}

/** Whether a value is content by its outer shape; the blocks of a list are not looked at. */
export function isMessageContent(value: unknown): value is MessageContent {
  return typeof value === "string" || Array.isArray(value);
}
