import type { ContentBlock, MessageContent } from "@rivulet/runnables";

/**
 * Content blocks of a person or a tool as the API takes them. Its own blocks pass through with all that they have
 * (`cache_control`, `citations`); images and files in OpenAI's and LangChain's forms are translated.
 */
export function toUserContent(content: MessageContent): readonly ContentBlock[] {
  if (typeof content === "string") return content === "" ? [] : [{ type: "text", text: content }];
  return content.filter((block) => !isEmptyText(block)).map(toUserBlock);
}

/** Whether a block is a text that says nothing, which the API refuses. */
export function isEmptyText({ type, text }: ContentBlock): boolean {
  return type === "text" && text === "";
}

/** A block without its place in a stream, which the API does not know. */
export function withoutIndex(block: ContentBlock): ContentBlock {
  const { index: _index, ...rest } = block;
  return rest;
}

function toUserBlock(block: ContentBlock): ContentBlock {
  switch (block.type) {
    case "image_url":
      return withCacheControl(block, {
        type: "image",
        source: toSource(urlOf(block["image_url"])),
      });
    case "image":
      return "source" in block ? withoutIndex(block) : toMedia(block, "image");
    case "file":
      return toMedia(block, "document");
    default:
      return withoutIndex(block);
  }
}

function urlOf(image: unknown): string {
  if (typeof image === "string") return image;
  const url = typeof image === "object" && image !== null && "url" in image ? image.url : "";
  return String(url);
}

// LangChain's blocks say where the bytes are in one of three ways; their older form has the same under other names.
function toMedia(block: ContentBlock, type: "image" | "document"): ContentBlock {
  const { mimeType, mime_type: mimeTypeBefore, data, url, fileId, id } = block;
  const mediaType = mimeType ?? mimeTypeBefore ?? (type === "image" ? "image/jpeg" : undefined);
  const { title, context, citations } = (block["metadata"] ?? {}) as Record<string, unknown>;
  const about = { title, context, citations };
  return withCacheControl(block, {
    type,
    source: toMediaSource({ data, url, fileId: fileId ?? id, mediaType }),
    ...Object.fromEntries(Object.entries(about).filter(([, value]) => value !== undefined)),
  });
}

interface MediaPlace {
  readonly data: unknown;
  readonly url: unknown;
  readonly fileId: unknown;
  readonly mediaType: unknown;
}

function toMediaSource({ data, url, fileId, mediaType }: MediaPlace): object {
  if (typeof url === "string") return toSource(url);
  if (data === undefined) return { type: "file", file_id: fileId };
  if (mediaType === "text/plain") return { type: "text", media_type: mediaType, data };
  return { type: "base64", media_type: mediaType ?? "application/pdf", data };
}

function toSource(url: string): object {
  const [, mediaType, data] = /^data:([^;,]+);base64,(.*)$/su.exec(url) ?? [];
  if (mediaType === undefined) return { type: "url", url };
  return { type: "base64", media_type: mediaType, data };
}

function withCacheControl(from: ContentBlock, block: ContentBlock): ContentBlock {
  const { cache_control: control } = from;
  return control === undefined ? block : { ...block, cache_control: control };
}
