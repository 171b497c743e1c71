import type { ContentBlock, MessageContent } from "../../messages/content-block.ts";
import { parseTemplate } from "../../templates/parse-template.ts";
import { isRecord } from "../../util/is-record.ts";
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
 * @throws {@link InvalidArgumentError} when it is neither, or a template is wrong.
 */
export function parseContent(content: MessageContent): ContentTemplate {
  if (!Array.isArray(content)) return parseTemplate(content as string);
  const { variables, format } = parseList(content.map(toImageBlock));
  return { variables: [...new Set(variables)], format: format as ContentTemplate["format"] };
}

// As the providers take it, and as LangChain.js writes it out.
function toImageBlock(block: ContentBlock | string): unknown {
  if (typeof block === "string") return { type: "text", text: block };
  const { image_url: url } = block;
  return typeof url === "string" ? { ...block, image_url: { url } } : block;
}

function parseValue(value: unknown): ValueTemplate {
  if (typeof value === "string") return parseTemplate(value);
  if (Array.isArray(value)) return parseList(value);
  return isRecord(value) ? parseRecord(value) : { variables: [], format: () => value };
}

function parseList(items: readonly unknown[]): ValueTemplate {
  const templates = items.map(parseValue);
  return {
    variables: templates.flatMap(({ variables }) => variables),
    format: (values) => templates.map((template) => template.format(values)),
  };
}

function parseRecord(record: Readonly<Record<string, unknown>>): ValueTemplate {
  const keys = Object.keys(record);
  const { variables, format } = parseList(Object.values(record));
  return {
    variables,
    format: (values) => {
      const formatted = format(values) as readonly unknown[];
      return Object.fromEntries(keys.map((key, index) => [key, formatted[index]]));
    },
  };
}
