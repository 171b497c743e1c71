import { InvalidArgumentError } from "@rivulet/core";

/** A part of a template: text, or the place of a variable. */
export type TemplateNode =
  | { readonly type: "literal"; readonly text: string }
  | { readonly type: "variable"; readonly name: string };

/**
 * Takes an f-string apart: `{name}` is a variable (spaces around the name do not count), `{{` and `}}` are braces.
 *
 * @throws {@link InvalidArgumentError} when a brace is left open or stands alone, or a variable has no proper name
 */
export function parseFString(template: string): readonly TemplateNode[] {
  const nodes: TemplateNode[] = [];
  // Text without braces, a doubled brace, a variable, or a brace that should not be there.
  for (const { 0: part, index } of template.matchAll(/[^{}]+|\{\{|\}\}|\{[^{}]*\}|[{}]/g)) {
    nodes.push(toNode(part, index));
  }
  return nodes;
}

function toNode(part: string, index: number): TemplateNode {
  if (part === "{{" || part === "}}") return { type: "literal", text: part.charAt(0) };
  if (part === "{") {
    throw new InvalidArgumentError(
      `The "{" at ${index} of the template is never closed: close it, or write "{{" for a brace.`,
    );
  }
  if (part === "}") {
    throw new InvalidArgumentError(
      `The "}" at ${index} of the template closes nothing: write "}}" for a brace.`,
    );
  }
  if (!part.startsWith("{")) return { type: "literal", text: part };
  const name = part.slice(1, -1).trim();
  if (name !== "" && !/["'`:,\n]/.test(name)) return { type: "variable", name };
  throw new InvalidArgumentError(
    `"${part}" at ${index} of the template is no variable: name one, or write "{{" and "}}" for braces.`,
  );
}
