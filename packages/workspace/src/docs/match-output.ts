const placeholders: Readonly<Record<string, string>> = {
  "<id>": "[\\w-]{21}",
  "<ms>": "\\d+(?:\\.\\d+)?",
};

/**
 * Whether a program printed what its document says. `<id>` stands for a run id and `<ms>` for a number; white space at the
 * ends of lines, which editors remove, does not count.
 */
export function matchesOutput(printed: string, shown: string): boolean {
  const pattern = trimLines(shown)
    .split(/(<id>|<ms>)/u)
    .map((part) => placeholders[part] ?? part.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, "\\$&"))
    .join("");
  return new RegExp(`^${pattern}$`, "u").test(trimLines(printed));
}

/** Output as it is compared: no white space at the ends of lines, no empty lines at the end. */
export function trimLines(text: string): string {
  return text.replaceAll(/[ \t]+$/gmu, "").trimEnd();
}

/** Puts placeholders where printed events have ids and times. */
export function withPlaceholders(printed: string): string {
  return printed.replaceAll(/'[\w-]{21}'/gu, "'<id>'").replaceAll(/\btime: [\d.]+/gu, "time: <ms>");
}
