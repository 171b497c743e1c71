/** The arguments of a call as a text: servers that only speak the format may give what they stand for. */
export function toArgsText(args: unknown): string | undefined {
  if (typeof args === "string") return args;
  return args == null ? undefined : JSON.stringify(args);
}
