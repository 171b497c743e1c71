import Anthropic from "@anthropic-ai/sdk";
import { InvalidArgumentError } from "@rivulet/core";
import { ChatAnthropic, type ChatAnthropicFields } from "@rivulet/anthropic";
import { anthropicMessage } from "@rivulet/testing/providers";
import { useServer } from "./support/use-server.ts";

const test = useServer();

it("takes the names that LangChain.js has as well", async () => {
  const anthropicApiUrl = test.server.anthropicBaseUrl;
  const models = [
    new ChatAnthropic({
      modelName: "claude-x",
      anthropicApiKey: "key-1",
      anthropicApiUrl,
      topP: null,
    }),
    new ChatAnthropic("claude-x", { apiKey: "key-1", anthropicApiUrl }),
    new ChatAnthropic({
      model: "claude-x",
      apiKey: "key-1",
      createClient: (options) => new Anthropic({ ...options, baseURL: anthropicApiUrl }),
    }),
  ];
  for (const model of models) {
    test.server.respondWith(anthropicMessage({ chunks: ["ok"] }));
    await model.invoke("Hi");
  }
  for (const { body, headers } of test.server.requests) {
    expect([body["model"], headers["authorization"]]).toEqual(["claude-x", "Bearer key-1"]);
    expect(body).not.toHaveProperty("top_p");
  }
});

it.each<[unknown, string]>([
  [null, "fields of ChatAnthropic"],
  [{ model: 5 }, "model"],
  [{ temperature: "hot" }, "temperature"],
  [{ maxTokens: "5" }, "maxTokens"],
  [{ maxRetries: -1 }, "maxRetries"],
  [{ apiKey: 5 }, "apiKey"],
  [{ client: {} }, "client"],
])("refuses %j at once", (fields, message) => {
  const create = (): unknown => new ChatAnthropic(fields as ChatAnthropicFields);
  expect(create).toThrow(InvalidArgumentError);
  expect(create).toThrow(message);
});
