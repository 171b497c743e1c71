import type { ModelFacts } from "@rivulet/runnables";
import type { AnthropicClient } from "./anthropic-client.ts";
import type { RequestParameters } from "./request/to-request-parameters.ts";

/** What a run's metadata says of a request, and of who serves it. */
export function toModelFacts(client: AnthropicClient, parameters: RequestParameters): ModelFacts {
  const effort: unknown = Reflect.get(parameters.output_config ?? {}, "effort");
  return {
    provider: providerOf(client),
    model: parameters.model,
    maxTokens: parameters.max_tokens,
    temperature: parameters.temperature,
    topP: parameters.top_p,
    topK: parameters.top_k,
    stop: parameters.stop_sequences,
    reasoningLevel: typeof effort === "string" ? effort : undefined,
    ...serverOf(client.baseURL),
  };
}

/** Who serves the model, by the conventions' names: the clients for other clouds know their region or their project. */
export function providerOf(client: object): "anthropic" | "aws.bedrock" | "gcp.vertex_ai" {
  if ("awsRegion" in client) return "aws.bedrock";
  return "projectId" in client ? "gcp.vertex_ai" : "anthropic";
}

function serverOf(
  address: string | null | undefined,
): Pick<ModelFacts, "serverAddress" | "serverPort"> {
  if (typeof address !== "string" || !URL.canParse(address)) return {};
  const { hostname, port, protocol } = new URL(address);
  if (port !== "") return { serverAddress: hostname, serverPort: Number(port) };
  return { serverAddress: hostname, serverPort: protocol === "http:" ? 80 : 443 };
}
