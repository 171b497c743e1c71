import { startProviderServer, type ProviderServer } from "@rivulet/testing/providers";
import { ChatOpenAI, type ChatOpenAIFields } from "@rivulet/openai";

/** A key as OpenAI makes them; no event and no error may tell it. */
export const secretKey = "sk-proj-Tz4nQ8vLm2XwR7yKc1HbPd9sGfJe5uAaWoZi3tNq";

/** Runs a test against a server of its own, and closes it afterwards. */
export async function withServer(body: (server: ProviderServer) => Promise<void>): Promise<void> {
  const server = await startProviderServer();
  try {
    await body(server);
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
