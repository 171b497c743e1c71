import { styleText } from "node:util";

/** What a piece of text is, which decides how it looks. */
export type Role = "heading" | "faint" | "json" | "name" | "type" | "good" | "busy" | "bad";

/** Makes a text look like what it is. */
export type Style = (role: Role, text: string) => string;

const formats = {
  heading: "bold",
  faint: "dim",
  json: "cyan",
  name: "green",
  type: "magenta",
  good: "green",
  busy: "yellow",
  bad: "red",
} as const;

/** The style of a terminal that has colours. */
export const colours: Style = (role, text) =>
  styleText(formats[role], text, { validateStream: false });

/** The style of everything else: the text as it is. */
export const plain: Style = (_role, text) => text;
