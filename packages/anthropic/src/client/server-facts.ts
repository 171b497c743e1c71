import type { ModelFacts } from "@rivulet/runnables";
import type { AnthropicClient } from "./anthropic-client.ts";

/** Who serves the models of a client, and where, as the GenAI conventions name it. */
export function toServerFacts(
  client: AnthropicClient,
): Pick<ModelFacts, "provider" | "serverAddress" | "serverPort"> {
  const provider = toProviderName(client);
  const { baseURL } = client;
  if (typeof baseURL !== "string" || !URL.canParse(baseURL)) return { provider };
  const { hostname, port } = new URL(baseURL);
  return {
    provider,
    serverAddress: hostname,
    serverPort: port === "" ? undefined : Number(port),
  };
}

/** Who serves the models of a client. Those for other clouds are known by what they are told: a region of AWS, a project. */
export function toProviderName(client: object): "anthropic" | "aws.bedrock" | "gcp.vertex_ai" {
  if ("awsRegion" in client) return "aws.bedrock";
  return "projectId" in client ? "gcp.vertex_ai" : "anthropic";
}
