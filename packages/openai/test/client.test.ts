import { InvalidArgumentError } from "@rivulet/core";
import { ChatOpenAI, OpenAI, OpenAIEmbeddings } from "@rivulet/openai";
import { openaiChat } from "@rivulet/testing/providers";
import { chatModel, secretKey, withServer } from "./support/with-server.ts";

describe("the client", () => {
  const components = { ChatOpenAI, OpenAI, OpenAIEmbeddings };

  it.each(Object.entries(components))("says what to do where %s has no key", (name, Component) => {
    const { OPENAI_API_KEY: kept } = process.env;
    delete process.env["OPENAI_API_KEY"];
    try {
      expect(() => new Component()).toThrow(InvalidArgumentError);
      expect(() => new Component()).toThrow(
        `${name} has no API key; set OPENAI_API_KEY in the environment, or give apiKey, or a client of your own.`,
      );
    } finally {
      if (kept !== undefined) process.env["OPENAI_API_KEY"] = kept;
    }
  });

  it("takes the key from the environment", async () => {
    await withServer(async (server) => {
      server.respondWith(openaiChat({ chunks: ["Hello"] }));
      const { OPENAI_API_KEY: kept } = process.env;
      process.env["OPENAI_API_KEY"] = secretKey;
      try {
        await new ChatOpenAI({ configuration: { baseURL: server.openaiBaseUrl } }).invoke("Hi");
      } finally {
        if (kept === undefined) delete process.env["OPENAI_API_KEY"];
        else process.env["OPENAI_API_KEY"] = kept;
      }
      expect(server.requests[0]?.headers["authorization"]).toBe(`Bearer ${secretKey}`);
    });
  });

  it("refuses options that contradict each other, and tells no key", () => {
    const make = (): unknown =>
      new ChatOpenAI({
        apiKey: secretKey,
        configuration: { provider: { name: "other" } as never },
      });
    expect(make).toThrow(InvalidArgumentError);
    expect(make).toThrow(/check apiKey and configuration/u);
    expect(make).not.toThrow(new RegExp(secretKey, "u"));
  });

  it("gets all of the client's options", async () => {
    await withServer(async (server) => {
      server.respondWith(openaiChat({ chunks: ["Hello"] }));
      const asked: string[] = [];
      const model = chatModel(server, {
        organization: "org-1",
        configuration: {
          project: "proj-1",
          defaultHeaders: { "x-team": "red" },
          fetch: (url, init) => {
            asked.push(url instanceof Request ? url.url : url.toString());
            return fetch(url, init);
          },
        },
      });

      await model.invoke("Hi");

      expect(asked).toEqual([`${server.openaiBaseUrl}/chat/completions`]);
      expect(server.requests[0]?.headers).toMatchObject({
        "openai-organization": "org-1",
        "openai-project": "proj-1",
        "x-team": "red",
      });
    });
  });
});
