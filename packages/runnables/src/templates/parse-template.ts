import { InvalidArgumentError } from "@rivulet/core";

import { formatTemplateValue } from "./format-template-value.ts";
import { parseFString, type TemplateNode } from "./parse-f-string.ts";

/** How the variables of a template are written: `{name}`, with `{{` and `}}` for braces. */
export type TemplateFormat = "f-string";

/** A template that has been read: nothing of it is parsed again when it is used. Immutable. */
export interface Template {
  /** The names of the variables, each once, in the order of their first use. */
  readonly variables: readonly string[];
  /**
   * Puts values in the place of the variables; values that no variable asks for are ignored.
   *
   * A string is put in as it is, any other value as {@link formatTemplateValue} writes it.
   *
   * @throws {@link InvalidArgumentError} when a variable has no value (or `undefined`), naming it and what was given
   */
  format(values: Readonly<Record<string, unknown>>): string;
}

/**
 * Reads a template.
 *
 * @throws {@link InvalidArgumentError} when it is no string, a brace is left open or stands alone, or a variable has no proper name
 *
 * @example
 * parseTemplate("tell me a joke about {topic}").format({ topic: "parrots" }); // tell me a joke about parrots
 */
export function parseTemplate(template: string, format: TemplateFormat = "f-string"): Template {
  if (format !== "f-string") {
    throw new InvalidArgumentError(
      `Unknown template format "${String(format)}": write variables as {name}, the format "f-string".`,
    );
  }
  if (typeof template !== "string") {
    throw InvalidArgumentError.of(
      "A template was",
      template,
      'a string such as "tell me about {topic}"',
    );
  }
  const nodes = parseFString(template);
  const names = nodes.flatMap((node) => (node.type === "variable" ? [node.name] : []));
  return {
    variables: [...new Set(names)],
    format: (values) => nodes.map((node) => formatNode(node, values)).join(""),
  };
}

function formatNode(node: TemplateNode, values: Readonly<Record<string, unknown>>): string {
  if (node.type === "literal") return node.text;
  const value = Object.hasOwn(values, node.name) ? values[node.name] : undefined;
  if (value !== undefined) return formatTemplateValue(node.name, value);
  const given = Object.keys(values).map((name) => `"${name}"`);
  throw new InvalidArgumentError(
    `The template's variable "${node.name}" has no value: give it beside what was given ` +
      `(${given.length === 0 ? "nothing" : given.join(", ")}).`,
  );
}
