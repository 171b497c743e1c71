import { openaiChat, startProviderServer } from "@rivulet/testing/providers";
import OpenAI from "openai";

describe("openaiChat", () => {
  it("is streamed to the official client, and given whole", async () => {
    await using server = await startProviderServer();
    const client = new OpenAI({ baseURL: server.openaiBaseUrl, apiKey: "none", maxRetries: 0 });
    const answer = openaiChat({ chunks: ["Hello", " world"] });
    server.respondWith(answer).respondWith(answer);
    const request = { model: "gpt-4.1", messages: [{ role: "user" as const, content: "Hi" }] };

    const texts: (string | null | undefined)[] = [];
    const stream = await client.chat.completions.create({ ...request, stream: true });
    for await (const chunk of stream) texts.push(chunk.choices[0]?.delta.content);
    expect(texts).toEqual(["", "Hello", " world", undefined]);

    const whole = await client.chat.completions.create(request);
    expect(whole.choices[0]?.message.content).toBe("Hello world");
    expect(whole.usage).toMatchObject({ prompt_tokens: 8, completion_tokens: 2, total_tokens: 10 });

    expect(server.requests.map(({ path, end }) => [path, end])).toEqual([
      ["/v1/chat/completions", expect.objectContaining({ by: "server", isComplete: true })],
      ["/v1/chat/completions", expect.objectContaining({ by: "server", isComplete: true })],
    ]);
    await server.whenIdle();
  });
});
