import { InvalidArgumentError, isPlainObject } from "@rivulet/core";
import {
  isContentBlock,
  type ContentBlock,
  type MessageContent,
} from "../../messages/content-block.ts";
import { parseTemplate, type TemplateFormat } from "../../templates/parse-template.ts";
import type { PromptInput } from "./base-prompt-template.ts";

interface ValueTemplate {
  readonly variables: readonly string[];
  readonly format: (values: PromptInput) => unknown;
}

/** The content of a message with variables, read. */
export interface ContentTemplate {
  /** The names of the variables, each once. */
  readonly variables: readonly string[];
  readonly format: (values: PromptInput) => MessageContent;
}

/**
 * Reads the content of a message: a text is a template, and so is every text in a block (`{ type: "image_url", image_url: "{url}" }`).
 *
 * @throws {@link InvalidArgumentError} when it is neither, a block is none, or a template is wrong.
 */
export function parseContent(content: MessageContent, format?: TemplateFormat): ContentTemplate {
  if (!Array.isArray(content)) return parseTemplate(content as string, format);
  const template = parseList(content.map(toImageBlock), format);
  return {
    variables: [...new Set(template.variables)],
    format: template.format as ContentTemplate["format"],
  };
}

// As the providers take it, and as LangChain.js writes it out.
function toImageBlock(block: unknown): ContentBlock {
  if (typeof block === "string") return { type: "text", text: block };
  if (!isContentBlock(block)) {
    throw InvalidArgumentError.of(
      "A block of a message's template was",
      block,
      'an object with a type, such as { type: "text", text: "about {topic}" }',
    );
  }
  const { image_url: url } = block;
  return typeof url === "string" ? { ...block, image_url: { url } } : block;
}

function parseValue(value: unknown, format: TemplateFormat | undefined): ValueTemplate {
  if (typeof value === "string") return parseTemplate(value, format);
  if (Array.isArray(value)) return parseList(value, format);
  return isPlainObject(value) ? parseRecord(value, format) : { variables: [], format: () => value };
}

function parseList(items: readonly unknown[], format: TemplateFormat | undefined): ValueTemplate {
  const templates = items.map((item) => parseValue(item, format));
  return {
    variables: templates.flatMap(({ variables }) => variables),
    format: (values) => templates.map((template) => template.format(values)),
  };
}

function parseRecord(
  record: Readonly<Record<string, unknown>>,
  format: TemplateFormat | undefined,
): ValueTemplate {
  const keys = Object.keys(record);
  const list = parseList(Object.values(record), format);
  return {
    variables: list.variables,
    format: (values) => {
      const formatted = list.format(values) as readonly unknown[];
      return Object.fromEntries(keys.map((key, index) => [key, formatted[index]]));
    },
  };
}
