/** A header's text without the optional white space around it: spaces and tabs, no line breaks. */
export function trimOptionalSpace(text: string): string {
  return text.replace(/^[ \t]+/, "").replace(/(?<![ \t])[ \t]+$/, "");
}
