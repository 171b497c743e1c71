import type { ModelFacts } from "@rivulet/runnables";

/** Where a client sends its requests, without what else may be in an address. */
export function toServerFacts(baseUrl: unknown): Pick<ModelFacts, "serverAddress" | "serverPort"> {
  const url = typeof baseUrl === "string" && URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url === undefined) return {};
  const port = url.port === "" ? undefined : Number(url.port);
  return { serverAddress: url.hostname, serverPort: port };
}
