/**
 * A text that does nothing to a terminal but show: control characters, which could move the cursor or change colours, are
 * written as JSON writes them. Whatever comes from a file, a model or the command line passes through here.
 */
export function printable(text: string): string {
  return text.replace(
    /\p{Cc}/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
