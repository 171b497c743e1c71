import { InvalidArgumentError } from "@rivulet/core";
import { type ClientOptions, OpenAI as Client } from "openai";
import { compact } from "../util/compact.ts";
import type { OpenAIClientFields } from "./client-fields.ts";

/**
 * The client that a component calls: the user's own, else one that is made.
 *
 * @throws {@link InvalidArgumentError} when there is no API key, or the client refuses its options.
 */
export function createClient(fields: OpenAIClientFields, owner: string): Client {
  if (fields.client !== undefined) return checkClient(fields.client, owner);
  const { apiKey, organization, timeout, maxRetries, configuration } = fields;
  const options: ClientOptions = {
    ...configuration,
    ...compact({ apiKey, organization, timeout, maxRetries }),
  };
  try {
    return new Client(options);
  } catch (error) {
    throw new InvalidArgumentError(describeRefusal(error, owner), { cause: error });
  }
}

function checkClient(client: Client, owner: string): Client {
  const { chat, responses, completions, embeddings }: Partial<Client> = client;
  if ((chat ?? responses ?? completions ?? embeddings) !== undefined) return client;
  throw InvalidArgumentError.of(
    `The client of ${owner} was`,
    client,
    "an instance of the official client",
  );
}

function describeRefusal(error: unknown, owner: string): string {
  const message = error instanceof Error ? error.message : "";
  if (/credentials|OPENAI_API_KEY/.test(message)) {
    return `${owner} has no API key; set OPENAI_API_KEY in the environment, or give apiKey, or a client of your own.`;
  }
  return `The client of ${owner} could not be made (see the cause); check apiKey and configuration.`;
}
