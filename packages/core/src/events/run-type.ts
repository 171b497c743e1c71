/** The kinds of run, in the order in which a reader meets them. */
export const runTypes = [
  "chain",
  "chat_model",
  "llm",
  "tool",
  "retriever",
  "prompt",
  "parser",
  "embedding",
] as const;

/** What a run is: it is the middle of the names of its events, `on_<type>_<phase>`. */
export type RunType = (typeof runTypes)[number];

const known: ReadonlySet<string> = new Set(runTypes);

/** Whether a value is the name of a run type. */
export function isRunType(value: unknown): value is RunType {
  return typeof value === "string" && known.has(value);
}
