import { InvalidArgumentError } from "@rivulet/core";
import { ChatOpenAI, OpenAI, OpenAIEmbeddings, type ChatOpenAIFields } from "@rivulet/openai";
import { openaiChat, openaiCompletion, openaiEmbeddings } from "@rivulet/testing/providers";
import { withServer } from "./support/with-server.ts";

describe("the names that LangChain.js has as well", () => {
  it("say the same", async () => {
    await withServer(async (server) => {
      server.respondWith(openaiChat({ chunks: ["Hi"] }));
      const model = new ChatOpenAI({
        modelName: "gpt-4.1",
        openAIApiKey: "key-1",
        stopSequences: ["END"],
        maxCompletionTokens: 7,
        configuration: { baseURL: server.openaiBaseUrl },
      });
      await model.invoke("Hi");
      expect(server.requests[0]?.headers["authorization"]).toBe("Bearer key-1");
      expect(server.requests[0]?.body).toMatchObject({
        model: "gpt-4.1",
        stop: ["END"],
        max_tokens: 7,
      });
    });
  });

  it("may be the model's name alone, with the other fields", async () => {
    await withServer(async (server) => {
      server
        .respondWith(openaiChat({ chunks: ["Hi"] }))
        .respondWith(openaiCompletion({ chunks: ["Hi"] }));
      const fields = { apiKey: "none", configuration: { baseURL: server.openaiBaseUrl } };
      await new ChatOpenAI("o4-mini", { ...fields, maxTokens: 3 }).invoke("Hi");
      await new OpenAI("gpt-3.5-turbo-instruct", fields).invoke("Hi");
      expect(server.requests.map(({ body }) => body["model"])).toEqual([
        "o4-mini",
        "gpt-3.5-turbo-instruct",
      ]);
      expect(server.requests[0]?.body["max_completion_tokens"]).toBe(3);
    });
  });

  it("are those of embeddings too", async () => {
    await withServer(async (server) => {
      server.respondWith(openaiEmbeddings({ vectors: [[1]] }));
      const configuration = { baseURL: server.openaiBaseUrl };
      const model = new OpenAIEmbeddings({ modelName: "m", openAIApiKey: "none", configuration });
      await model.embedQuery("Hi");
      expect(server.requests[0]?.body["model"]).toBe("m");
    });
  });

  it("take -1 for no limit", async () => {
    await withServer(async (server) => {
      server
        .respondWith(openaiChat({ chunks: ["Hi"] }))
        .respondWith(openaiCompletion({ chunks: ["Hi"] }));
      const configuration = { baseURL: server.openaiBaseUrl };
      const fields = { apiKey: "none", maxTokens: -1, configuration };
      await new ChatOpenAI(fields).invoke("Hi");
      await new OpenAI(fields).invoke("Hi");
      for (const { body } of server.requests) expect(body).not.toHaveProperty("max_tokens");
    });
  });
});

it.each<[unknown, string]>([
  [null, "fields of ChatOpenAI"],
  [{ model: "" }, "model"],
  [{ model: 5 }, "model"],
  [{ temperature: "hot" }, "temperature"],
  [{ n: 0 }, "n of"],
  [{ maxTokens: -2 }, "maxTokens"],
  [{ maxRetries: -1 }, "maxRetries"],
  [{ timeout: "10" }, "timeout"],
  [{ apiKey: 5 }, "apiKey"],
  [{ client: {} }, "client"],
])("refuses %j at once", (fields, message) => {
  const create = (): unknown => new ChatOpenAI(fields as ChatOpenAIFields);
  expect(create).toThrow(InvalidArgumentError);
  expect(create).toThrow(message);
});
