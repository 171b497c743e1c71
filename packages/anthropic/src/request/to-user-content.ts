import { InvalidArgumentError } from "@rivulet/core";
import { toBase64 } from "@rivulet/provider";
import type { ContentBlock, MessageContent } from "@rivulet/runnables";

/**
 * Content blocks of a person or a tool as the API takes them. Its own blocks pass through with all that they have
 * (`cache_control`, `citations`); images and files in OpenAI's and LangChain's forms are translated.
 *
 * @throws {@link InvalidArgumentError} when one of them does not say where it is.
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
        source: toSource(urlOf(block["image_url"]) ?? refuseMedia(block)),
      });
    case "image":
      return "source" in block ? withoutIndex(block) : toMedia(block, "image");
    case "file":
      return toMedia(fromOpenAIFile(block), "document");
    default:
      return withoutIndex(block);
  }
}

function urlOf(image: unknown): string | undefined {
  if (typeof image === "string") return image;
  const url = typeof image === "object" && image !== null && "url" in image ? image.url : undefined;
  return typeof url === "string" ? url : undefined;
}

// OpenAI's files are a data URL, or an id of a file.
function fromOpenAIFile(block: ContentBlock): ContentBlock {
  const { file } = block;
  if (typeof file !== "object" || file === null) return block;
  const { file_data: url, file_id: fileId, filename: title } = file as Record<string, unknown>;
  return { ...block, url, fileId, ...(title !== undefined && { metadata: { title } }) };
}

function refuseMedia({ type }: ContentBlock): never {
  throw new InvalidArgumentError(
    `Anthropic cannot find the data of a block of type ${type}; give it a source, data as base64, a url or a fileId.`,
  );
}

// LangChain's blocks say where the bytes are in one of three ways; their older form has the same under other names.
function toMedia(block: ContentBlock, type: "image" | "document"): ContentBlock {
  const { mimeType, mime_type: mimeTypeBefore, data, url, fileId, id } = block;
  const mediaType = mimeType ?? mimeTypeBefore ?? (type === "image" ? "image/jpeg" : undefined);
  const { title, context, citations } = (block["metadata"] ?? {}) as Record<string, unknown>;
  const about = { title, context, citations };
  return withCacheControl(block, {
    type,
    source:
      toMediaSource({ data: toBase64(data), url, fileId: fileId ?? id, mediaType }) ??
      refuseMedia(block),
    ...Object.fromEntries(Object.entries(about).filter(([, value]) => value !== undefined)),
  });
}

interface MediaPlace {
  readonly data: unknown;
  readonly url: unknown;
  readonly fileId: unknown;
  readonly mediaType: unknown;
}

function toMediaSource({ data, url, fileId, mediaType }: MediaPlace): object | undefined {
  if (typeof url === "string") return toSource(url);
  if (data === undefined) {
    return typeof fileId === "string" ? { type: "file", file_id: fileId } : undefined;
  }
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
