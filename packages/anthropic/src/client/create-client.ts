import { Anthropic } from "@anthropic-ai/sdk";
import { InvalidArgumentError } from "@rivulet/core";
import { withoutUndefined } from "../request/without-undefined.ts";
import type { AnthropicClient } from "./anthropic-client.ts";
import type { AnthropicClientFields } from "./client-fields.ts";

/**
 * The client that a model calls: the user's own, else one that is made.
 *
 * @throws {@link InvalidArgumentError} when the client refuses its options.
 */
export function createClient(fields: AnthropicClientFields): AnthropicClient {
  if (fields.client !== undefined) return checkClient(fields.client);
  const { apiKey, anthropicApiUrl: baseURL, maxRetries, clientOptions } = fields;
  const options = { ...clientOptions, ...withoutUndefined({ apiKey, baseURL, maxRetries }) };
  if (fields.createClient !== undefined) return checkClient(fields.createClient(options));
  try {
    return new Anthropic(options);
  } catch (error) {
    throw new InvalidArgumentError(
      "The client of Anthropic could not be made (see the cause); check apiKey and clientOptions.",
      { cause: error },
    );
  }
}

function checkClient(client: AnthropicClient): AnthropicClient {
  const known: Partial<AnthropicClient> | null | undefined = client;
  if (typeof known?.messages?.create === "function") return client;
  throw InvalidArgumentError.of(
    "The client of ChatAnthropic was",
    client,
    "one that has messages.create, such as the official one",
  );
}
