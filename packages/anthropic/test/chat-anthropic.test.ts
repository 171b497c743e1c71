import { ChatAnthropic, type ChatAnthropicFields } from "@rivulet/anthropic";
import {
  anthropicMessage,
  type ProviderServer,
  startProviderServer,
} from "@rivulet/testing/providers";

let server: ProviderServer;

beforeEach(async () => {
  server = await startProviderServer();
});

afterEach(async () => {
  await server.whenIdle();
  await server.close();
});

function createModel(fields: ChatAnthropicFields = {}): ChatAnthropic {
  return new ChatAnthropic({
    apiKey: "none",
    anthropicApiUrl: server.anthropicBaseUrl,
    maxRetries: 0,
    clientOptions: { logLevel: "off" },
    ...fields,
  });
}

it("streams text", async () => {
  server.respondWith(anthropicMessage({ chunks: ["Hello", " world"] }));
  const chunks = [];
  for await (const chunk of createModel().stream("Hi")) chunks.push(chunk);
  expect(chunks.map(({ content }) => content)).toEqual(["Hello", " world", ""]);
});
