import type { ModelFacts } from "@rivulet/runnables";
import { AzureOpenAI, type OpenAI as Client } from "openai";

/** Who serves the models of a client, and where, as the GenAI conventions name it. */
export function toServerFacts(
  client: Client,
): Pick<ModelFacts, "provider" | "serverAddress" | "serverPort"> {
  const provider = client instanceof AzureOpenAI ? "azure.ai.openai" : "openai";
  const url = URL.canParse(client.baseURL) ? new URL(client.baseURL) : undefined;
  if (url === undefined) return { provider };
  return {
    provider,
    serverAddress: url.hostname,
    serverPort: url.port === "" ? undefined : Number(url.port),
  };
}
