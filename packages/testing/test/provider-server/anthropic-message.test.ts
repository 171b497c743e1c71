import Anthropic from "@anthropic-ai/sdk";
import { anthropicMessage, startProviderServer } from "@rivulet/testing/providers";

describe("anthropicMessage", () => {
  it("is streamed to the official client, and given whole", async () => {
    await using server = await startProviderServer();
    const client = new Anthropic({
      baseURL: server.anthropicBaseUrl,
      apiKey: "none",
      maxRetries: 0,
    });
    const answer = anthropicMessage({ chunks: ["Hello", " world"] });
    server.respondWith(answer).respondWith(answer);
    const request = {
      model: "claude-opus-5-5",
      max_tokens: 64,
      messages: [{ role: "user" as const, content: "Hi" }],
    };

    const texts: string[] = [];
    const stream = client.messages.stream(request).on("text", (text) => texts.push(text));
    const streamed = await stream.finalMessage();
    expect(texts).toEqual(["Hello", " world"]);

    const whole = await client.messages.create(request);
    expect(streamed).toMatchObject({ ...whole });
    expect(whole.content).toEqual([{ type: "text", text: "Hello world" }]);
  });
});
