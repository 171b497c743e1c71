import { join } from "node:path";
import { ChatOpenAI, type ChatOpenAIFields } from "@rivulet/openai";
import { type AIMessageChunk, concatChunks, type Runnable } from "@rivulet/runnables";
import { watchForSecrets } from "@rivulet/testing";
import {
  readRecording,
  startProviderServer,
  type ProviderResponse,
  type ProviderServer,
} from "@rivulet/testing/providers";

/** A key as OpenAI makes them; no event and no error may tell it. */
export const secretKey = "sk-proj-Tz4nQ8vLm2XwR7yKc1HbPd9sGfJe5uAaWoZi3tNq";

// In every file that talks to a server: what its runs tell and what is printed is searched, heard or not.
const watch = watchForSecrets([secretKey]);

afterAll(() => {
  expect(watch.stop()).toEqual([]);
});

/** Runs a test against a server of its own; afterwards no connection may be open. */
export async function withServer(body: (server: ProviderServer) => Promise<void>): Promise<void> {
  const server = await startProviderServer();
  try {
    await body(server);
    await server.whenIdle();
  } finally {
    await server.close();
  }
}

/** A chat model whose official client calls the server, and tries nothing twice. */
export function chatModel(server: ProviderServer, fields: ChatOpenAIFields = {}): ChatOpenAI {
  return new ChatOpenAI({
    apiKey: secretKey,
    maxRetries: 0,
    ...fields,
    configuration: { baseURL: server.openaiBaseUrl, ...fields.configuration },
  });
}

/** What a model streams, chunk by chunk. */
export async function collect<Output>(chunks: AsyncIterable<Output>): Promise<Output[]> {
  const collected: Output[] = [];
  for await (const chunk of chunks) collected.push(chunk);
  return collected;
}

/** What a model streams, added up. */
export async function streamWhole(
  model: Runnable<string, AIMessageChunk>,
  input = "Hi",
): Promise<AIMessageChunk> {
  return concatChunks(await collect(model.stream(input)));
}

/** A recorded answer of the provider. */
export function recording(
  name: string,
  endpoint: "chat/completions" | "responses" | "completions" | "embeddings",
): ProviderResponse {
  return readRecording(join(__dirname, "../../../testing/fixtures/openai", name), endpoint);
}
