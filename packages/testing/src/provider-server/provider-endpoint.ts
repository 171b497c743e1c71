/** What of a provider's API is called: the last part of the path, whatever stands before it (`/v1`, a deployment). */
export type ProviderEndpoint =
  | "chat/completions"
  | "completions"
  | "embeddings"
  | "messages"
  | "responses";

// The longest first: the path of one ends with the path of another.
const endpoints: readonly ProviderEndpoint[] = [
  "chat/completions",
  "completions",
  "embeddings",
  "messages",
  "responses",
];

/** The endpoint of a path without its query; `undefined` where it is none that the server knows. */
export function findEndpoint(path: string): ProviderEndpoint | undefined {
  return endpoints.find((endpoint) => path.endsWith(`/${endpoint}`));
}

/** Whether the endpoint is Anthropic's; the others are OpenAI's. */
export function isAnthropic(endpoint: ProviderEndpoint | undefined): boolean {
  return endpoint === "messages";
}
