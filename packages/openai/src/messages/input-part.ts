import { InvalidArgumentError } from "@rivulet/core";
import { toBase64 } from "@rivulet/provider";
import type { ContentBlock, MessageContent } from "@rivulet/runnables";
import { isObject } from "../util/is-object.ts";

/** A part of a message on its way to the model, in no API's own form. */
export type InputPart =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "image";
      /** An address, or a data URL. */
      readonly url?: string | undefined;
      readonly fileId?: string | undefined;
      readonly detail?: string | undefined;
    }
  | { readonly kind: "audio"; readonly data: string; readonly format: string }
  | {
      readonly kind: "file";
      /** A data URL. */
      readonly data?: string | undefined;
      readonly url?: string | undefined;
      readonly fileId?: string | undefined;
      readonly filename?: string | undefined;
    }
  /** In the API's own form, or in one that is not known here: it goes as it is. */
  | { readonly kind: "native"; readonly block: ContentBlock };

/**
 * The parts of what a user says. Images, audio and files are understood in OpenAI's forms (`image_url`, `input_audio`, `file`),
 * in LangChain's (`{ type: "image", url }`, `{ type: "image", data, mimeType }`, `source_type`) and in Anthropic's
 * (`{ type: "image", source }`).
 *
 * @throws {@link InvalidArgumentError} when one of them does not say where it is.
 */
export function toInputParts(content: MessageContent): readonly InputPart[] {
  if (typeof content === "string") return [{ kind: "text", text: content }];
  return content.map(toInputPart);
}

const readers: ReadonlyMap<string, (block: ContentBlock) => InputPart | undefined> = new Map([
  ["text", toTextPart],
  ["input_text", toTextPart],
  ["image_url", toImageOfUrl],
  ["image", toImage],
  ["input_audio", toNativeAudio],
  ["audio", toAudio],
  ["file", toFile],
  ["document", toFile],
]);

function toInputPart(block: ContentBlock): InputPart {
  const read = readers.get(block.type);
  if (read === undefined) return { kind: "native", block };
  const part = read(block);
  if (part !== undefined) return part;
  throw new InvalidArgumentError(
    `OpenAI cannot find the data of a block of type ${block.type}; give it data as base64, or where the API takes that, a url or the id of a file.`,
  );
}

function toTextPart({ text = "" }: ContentBlock): InputPart {
  return { kind: "text", text };
}

function toImageOfUrl(block: ContentBlock): InputPart | undefined {
  const given = block["image_url"];
  if (typeof given === "string") return { kind: "image", url: given };
  if (!isObject(given)) return undefined;
  const url = textOf(given["url"]);
  return url === undefined ? undefined : { kind: "image", url, detail: textOf(given["detail"]) };
}

function toImage(block: ContentBlock): InputPart | undefined {
  const { url, fileId } = readMedia(block, "image/png");
  if (url === undefined && fileId === undefined) return undefined;
  return { kind: "image", url, fileId, detail: textOf(block["detail"]) };
}

function toNativeAudio(block: ContentBlock): InputPart | undefined {
  const given = block["input_audio"];
  if (!isObject(given)) return undefined;
  const data = textOf(given["data"]);
  const format = textOf(given["format"]);
  return data === undefined || format === undefined ? undefined : { kind: "audio", data, format };
}

function toAudio(block: ContentBlock): InputPart | undefined {
  const { data, mimeType } = readMedia(block, "audio/wav");
  if (data === undefined) return undefined;
  // `audio/mpeg` is what the API calls mp3.
  const format = mimeType.replace(/^audio\/(x-)?/, "").replace("mpeg", "mp3");
  return { kind: "audio", data, format };
}

function toFile(block: ContentBlock): InputPart | undefined {
  const { source } = block;
  // Anthropic's documents may be plain text, which is no base64.
  if (isObject(source) && source["type"] === "text") {
    return { kind: "text", text: textOf(source["data"]) ?? "" };
  }
  const native = block["file"];
  if (isObject(native)) {
    const fileId = textOf(native["file_id"]);
    const data = textOf(native["file_data"]);
    return { kind: "file", fileId, data, filename: textOf(native["filename"]) };
  }
  const { url, data, fileId, filename } = readMedia(block, "application/pdf");
  if (data !== undefined) return { kind: "file", data: url, filename };
  if (url === undefined && fileId === undefined) return undefined;
  return { kind: "file", url, fileId, filename };
}

interface Media {
  /** The address, or a data URL of the data. */
  readonly url: string | undefined;
  readonly data: string | undefined;
  readonly fileId: string | undefined;
  readonly mimeType: string;
  readonly filename: string | undefined;
}

function readMedia(block: ContentBlock, defaultType: string): Media {
  const source = block["source"];
  const fields = isObject(source) ? source : block;
  const mimeType =
    textOf(fields["mimeType"]) ??
    textOf(fields["mime_type"]) ??
    textOf(fields["media_type"]) ??
    defaultType;
  const data = toBase64(fields["data"]);
  const url = data === undefined ? textOf(fields["url"]) : `data:${mimeType};base64,${data}`;
  const fileId = textOf(fields["fileId"]) ?? textOf(fields["file_id"]) ?? idOfSource(fields);
  return { url, data, fileId, mimeType, filename: filenameOf(block) };
}

function idOfSource(fields: Readonly<Record<string, unknown>>): string | undefined {
  return fields["source_type"] === "id" ? textOf(fields["id"]) : undefined;
}

function filenameOf(block: ContentBlock): string | undefined {
  const { metadata } = block as { metadata?: unknown };
  const told = isObject(metadata) ? (metadata["filename"] ?? metadata["name"]) : undefined;
  return textOf(block["filename"]) ?? textOf(told);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
