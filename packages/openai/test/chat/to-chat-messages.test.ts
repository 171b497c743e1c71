import {
  AIMessage,
  HumanMessage,
  SystemMessage,
  ToolMessage,
  type ContentBlock,
  type MessageLike,
} from "@rivulet/runnables";
import { openaiChat } from "@rivulet/testing/providers";
import { chatModel, withServer } from "../support/with-server.ts";

async function sentFor(...messages: readonly MessageLike[]): Promise<unknown> {
  let sent: unknown;
  await withServer(async (server) => {
    server.respondWith(openaiChat({ chunks: ["Hello"] }));
    await chatModel(server).invoke(messages);
    sent = server.requests[0]?.body["messages"];
  });
  return sent;
}

const data = "aGVsbG8=";

describe("a conversation, in the form of Chat Completions", () => {
  it("has the roles, the names and the texts", async () => {
    const sent = await sentFor(
      new SystemMessage({ content: "Be terse.", name: "rules" }),
      { role: "developer", content: "Be kind." },
      new HumanMessage({ content: "Hi", name: "ada" }),
      new AIMessage({ content: "Hello", name: "bot" }),
    );

    expect(sent).toEqual([
      { role: "system", content: "Be terse.", name: "rules" },
      { role: "developer", content: "Be kind." },
      { role: "user", content: "Hi", name: "ada" },
      { role: "assistant", content: "Hello", name: "bot" },
    ]);
  });

  const image = { type: "image_url", image_url: { url: `data:image/png;base64,${data}` } };
  const web = { type: "image_url", image_url: { url: "https://example.com/a.png" } };
  const audio = { type: "input_audio", input_audio: { data, format: "mp3" } };
  const pdf = `data:application/pdf;base64,${data}`;
  const file = { type: "file", file: { file_data: pdf, filename: "a.pdf" } };
  const known = { type: "file", file: { file_id: "file-1" } };

  it.each([
    [
      { type: "text", text: "What is this?" },
      { type: "text", text: "What is this?" },
    ],
    [web, web],
    [{ type: "image_url", image_url: "https://example.com/a.png" }, web],
    [
      { type: "image_url", image_url: { url: "https://example.com/a.png", detail: "low" } },
      { type: "image_url", image_url: { url: "https://example.com/a.png", detail: "low" } },
    ],
    [{ type: "image", url: "https://example.com/a.png" }, web],
    [{ type: "image", data, mimeType: "image/png" }, image],
    [{ type: "image", source_type: "base64", data, mime_type: "image/png" }, image],
    [{ type: "image", source_type: "url", url: "https://example.com/a.png" }, web],
    [{ type: "image", source: { type: "base64", media_type: "image/png", data } }, image],
    [{ type: "image", source: { type: "url", url: "https://example.com/a.png" } }, web],
    [audio, audio],
    [{ type: "audio", data, mimeType: "audio/mpeg" }, audio],
    [{ type: "file", data, mimeType: "application/pdf", metadata: { filename: "a.pdf" } }, file],
    [file, file],
    [{ type: "file", fileId: "file-1" }, known],
    [{ type: "file", source_type: "id", id: "file-1" }, known],
    [
      { type: "of-tomorrow", some: "thing" },
      { type: "of-tomorrow", some: "thing" },
    ],
  ])("takes %j for what the API calls %j", async (given, expected) => {
    expect(await sentFor(new HumanMessage([given]))).toEqual([
      { role: "user", content: [expected] },
    ]);
  });

  it("has the calls of tools and their answers, also those that failed or could not be read", async () => {
    const sent = await sentFor(
      new AIMessage({
        content: [
          { type: "reasoning", reasoning: "Let me look." },
          { type: "text", text: "One moment." },
        ],
        tool_calls: [{ id: "call_1", name: "weather", args: { city: "Oslo" } }],
        invalid_tool_calls: [
          { id: "call_2", name: "weather", args: "{", error: "Malformed args." },
        ],
      }),
      new ToolMessage({ content: "It rains.", tool_call_id: "call_1", name: "weather" }),
      new ToolMessage({ content: "Malformed args.", tool_call_id: "call_2", status: "error" }),
      new ToolMessage({ content: [{ type: "text", text: "ok" }], tool_call_id: "call_3" }),
      new ToolMessage({ content: [{ type: "image", url: "u" }], tool_call_id: "call_4" }),
    );

    const toCall = (id: string, args: string): object => ({
      id,
      type: "function",
      function: { name: "weather", arguments: args },
    });
    expect(sent).toEqual([
      {
        role: "assistant",
        content: "One moment.",
        tool_calls: [toCall("call_1", '{"city":"Oslo"}'), toCall("call_2", "{")],
      },
      { role: "tool", tool_call_id: "call_1", content: "It rains." },
      { role: "tool", tool_call_id: "call_2", content: "Malformed args." },
      { role: "tool", tool_call_id: "call_3", content: "ok" },
      { role: "tool", tool_call_id: "call_4", content: '[{"type":"image","url":"u"}]' },
    ]);
  });

  it("gives back a refusal and a spoken answer as such", async () => {
    const sent = await sentFor(
      new AIMessage({ additional_kwargs: { refusal: "No." } }),
      new AIMessage({ additional_kwargs: { audio: { id: "audio_1", transcript: "Hello" } } }),
    );

    expect(sent).toEqual([
      { role: "assistant", content: null, refusal: "No." },
      { role: "assistant", content: null, audio: { id: "audio_1" } },
    ]);
  });
});

describe("a block of what a user says", () => {
  const sentOf = async (block: ContentBlock): Promise<unknown> => {
    const sent = await sentFor(new HumanMessage({ content: [block] }));
    return (sent as { content: unknown[] }[])[0]?.content[0];
  };

  it("may hold bytes", async () => {
    const block = { type: "image", mimeType: "image/png", data: new Uint8Array(10_000).fill(255) };
    const url = `data:image/png;base64,${Buffer.alloc(10_000, 255).toString("base64")}`;
    expect(await sentOf(block)).toEqual({ type: "image_url", image_url: { url } });
  });

  it("may be Anthropic's document of plain text", async () => {
    const source = { type: "text", media_type: "text/plain", data: "hello" };
    expect(await sentOf({ type: "document", source })).toEqual({ type: "text", text: "hello" });
  });

  it.each([
    ["an image by an id", { type: "image", fileId: "file_1" }, "set useResponsesApi"],
    ["a file by its address", { type: "file", url: "https://a.test/b.pdf" }, "set useResponsesApi"],
    ["an image that is nowhere", { type: "image_url" }, "data of a block of type image_url"],
    ["a sound by its address", { type: "audio", url: "u" }, "data of a block of type audio"],
  ])("is refused before a request is sent: %s", async (_, block, message) => {
    await withServer(async (server) => {
      const running = chatModel(server).invoke([new HumanMessage({ content: [block] })]);
      await expect(running).rejects.toThrow(message);
      await expect(running).rejects.toMatchObject({ name: "InvalidArgumentError" });
      expect(server.requests).toEqual([]);
    });
  });
});
