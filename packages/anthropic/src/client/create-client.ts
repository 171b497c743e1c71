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
  if (fields.client !== undefined) return fields.client;
  const { apiKey, anthropicApiUrl: baseURL, maxRetries, clientOptions } = fields;
  try {
    return new Anthropic({
      ...clientOptions,
      ...withoutUndefined({ apiKey, baseURL, maxRetries }),
    });
  } catch (error) {
    throw new InvalidArgumentError(
      "The client of Anthropic could not be made (see the cause); check apiKey and clientOptions.",
      { cause: error },
    );
  }
}
