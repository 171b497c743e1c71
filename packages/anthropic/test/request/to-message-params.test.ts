import {
  AIMessage,
  AIMessageChunk,
  type BaseMessage,
  concatChunks,
  HumanMessage,
  SystemMessage,
  ToolMessage,
} from "@rivulet/runnables";
import { anthropicMessage } from "@rivulet/testing/providers";
import { useServer } from "../support/use-server.ts";

const test = useServer();
const cache = { cache_control: { type: "ephemeral" } };

/** What of a conversation is sent. */
async function send(messages: readonly BaseMessage[]): Promise<Readonly<Record<string, unknown>>> {
  test.server.respondWith(anthropicMessage({ chunks: ["ok"] }));
  await test.createModel().invoke(messages);
  const { system, messages: sent } = test.server.requests.at(-1)?.body ?? {};
  return { ...(system !== undefined && { system }), messages: sent };
}

async function sendContent(content: HumanMessage["content"]): Promise<unknown> {
  const { messages } = await send([new HumanMessage({ content })]);
  return (messages as { readonly content: unknown }[])[0]?.content;
}

it("sends what the system says apart", async () => {
  expect(await send([new SystemMessage("Be brief."), new HumanMessage("Hi")])).toEqual({
    system: "Be brief.",
    messages: [{ role: "user", content: "Hi" }],
  });
});

it("sends several system messages as blocks, with marks of the cache", async () => {
  const marked = new SystemMessage({ content: [{ type: "text", text: "Long.", ...cache }] });
  const sent = await send([new SystemMessage("Be brief."), marked, new HumanMessage("Hi")]);
  expect(sent["system"]).toEqual([
    { type: "text", text: "Be brief." },
    { type: "text", text: "Long.", ...cache },
  ]);
});

it("refuses a system message in the middle", async () => {
  const messages = [new HumanMessage("Hi"), new SystemMessage("Be brief.")];
  await expect(test.createModel().invoke(messages)).rejects.toMatchObject({
    name: "InvalidArgumentError",
    message: expect.stringContaining("put it first"),
  });
});

it("sends what people and tools say after each other as one turn", async () => {
  const calls = [
    { id: "t1", name: "a", args: { x: 1 } },
    { id: "t2", name: "b", args: {} },
  ];
  const { messages } = await send([
    new HumanMessage("Hi"),
    new HumanMessage({ content: [{ type: "text", text: "there", ...cache }] }),
    new AIMessage({ content: "Wait.", tool_calls: calls }),
    new ToolMessage({ content: "1", tool_call_id: "t1", name: "a" }),
    new ToolMessage({ content: "No such thing.", tool_call_id: "t2", status: "error" }),
    new HumanMessage("Go on."),
    new ToolMessage({ content: "", tool_call_id: "t3" }),
  ]);
  expect(messages).toEqual([
    {
      role: "user",
      content: [
        { type: "text", text: "Hi" },
        { type: "text", text: "there", ...cache },
      ],
    },
    {
      role: "assistant",
      content: [
        { type: "text", text: "Wait." },
        { type: "tool_use", id: "t1", name: "a", input: { x: 1 } },
        { type: "tool_use", id: "t2", name: "b", input: {} },
      ],
    },
    {
      role: "user",
      content: [
        { type: "tool_result", tool_use_id: "t1", content: "1" },
        { type: "tool_result", tool_use_id: "t2", content: "No such thing.", is_error: true },
        { type: "text", text: "Go on." },
        { type: "tool_result", tool_use_id: "t3" },
      ],
    },
  ]);
});

it("sends back blocks of the model in their order, without what the API refuses", async () => {
  const answer = new AIMessageChunk({
    content: [
      { index: 0, type: "thinking", thinking: "Hm.", signature: "s1" },
      { index: 1, type: "text", text: "" },
      { index: 2, type: "tool_use", id: "t1", name: "a" },
      { index: 3, type: "server_tool_use", id: "s1", name: "web_search", input: '{"query":"x"}' },
      { index: 4, type: "text", text: "Done." },
      { index: 2, type: "input_json_delta", input: '{"x":1}' },
    ],
    tool_call_chunks: [{ index: 2, id: "t1", name: "a", args: '{"x":1}' }],
  });
  const { messages } = await send([new HumanMessage("Hi"), answer]);
  expect(messages).toEqual([
    { role: "user", content: "Hi" },
    {
      role: "assistant",
      content: [
        { type: "thinking", thinking: "Hm.", signature: "s1" },
        { type: "tool_use", id: "t1", name: "a", input: { x: 1 } },
        { type: "server_tool_use", id: "s1", name: "web_search", input: { query: "x" } },
        { type: "text", text: "Done." },
      ],
    },
  ]);
});

it.each([
  ["an empty answer", new AIMessage(""), []],
  [
    "a call that cannot be understood",
    concatChunks([
      new AIMessageChunk({
        content: [{ index: 0, type: "tool_use", id: "t1", name: "a" }],
        tool_call_chunks: [{ index: 0, id: "t1", name: "a", args: '{"x":' }],
      }),
    ]),
    [
      {
        role: "assistant",
        content: [{ type: "tool_use", id: "t1", name: "a", input: { input: '{"x":' } }],
      },
    ],
  ],
  [
    "such a call without a block",
    new AIMessage({
      content: "",
      invalid_tool_calls: [{ id: "t1", name: "a", args: "[1]", error: "Malformed args." }],
    }),
    [
      {
        role: "assistant",
        content: [{ type: "tool_use", id: "t1", name: "a", input: { input: "[1]" } }],
      },
    ],
  ],
  [
    "a block of a tool whose input is a text that is no JSON",
    new AIMessage({ content: [{ type: "tool_use", id: "t1", name: "a", input: "{" }] }),
    [
      {
        role: "assistant",
        content: [{ type: "tool_use", id: "t1", name: "a", input: { input: "{" } }],
      },
    ],
  ],
])("sends back %s as far as it can be", async (_what, answer, sent) => {
  const { messages } = await send([new HumanMessage("Hi"), answer]);
  expect(messages).toEqual([{ role: "user", content: "Hi" }, ...sent]);
});

const png = "iVBORw0KGgo=";
const pdf = "JVBERi0xLjQ=";

it.each([
  [
    "an image of its own form",
    { type: "image", source: { type: "url", url: "https://a.example/1.png" }, ...cache },
    { type: "image", source: { type: "url", url: "https://a.example/1.png" }, ...cache },
  ],
  [
    "an image of OpenAI's form",
    { type: "image_url", image_url: { url: `data:image/png;base64,${png}` }, ...cache },
    { type: "image", source: { type: "base64", media_type: "image/png", data: png }, ...cache },
  ],
  [
    "an image of OpenAI's form, by its address",
    { type: "image_url", image_url: "https://a.example/1.png" },
    { type: "image", source: { type: "url", url: "https://a.example/1.png" } },
  ],
  [
    "an image of LangChain's form",
    { type: "image", mimeType: "image/png", data: png },
    { type: "image", source: { type: "base64", media_type: "image/png", data: png } },
  ],
  [
    "a file of LangChain's form",
    { type: "file", mimeType: "application/pdf", data: pdf, metadata: { title: "Report" } },
    {
      type: "document",
      source: { type: "base64", media_type: "application/pdf", data: pdf },
      title: "Report",
    },
  ],
  [
    "a text file of LangChain's older form",
    { type: "file", source_type: "text", mime_type: "text/plain", data: "Hello" },
    { type: "document", source: { type: "text", media_type: "text/plain", data: "Hello" } },
  ],
  [
    "a file by its address",
    { type: "file", url: "https://a.example/1.pdf" },
    { type: "document", source: { type: "url", url: "https://a.example/1.pdf" } },
  ],
  [
    "a file that the provider keeps",
    { type: "file", fileId: "file_1" },
    { type: "document", source: { type: "file", file_id: "file_1" } },
  ],
  [
    "a document of its own form",
    { type: "document", source: { type: "text", media_type: "text/plain", data: "x" } },
    { type: "document", source: { type: "text", media_type: "text/plain", data: "x" } },
  ],
])("sends %s", async (_what, block, sent) => {
  expect(await sendContent([{ type: "text", text: "" }, block])).toEqual([sent]);
});

it("sends images that a tool answered with", async () => {
  const image = { type: "image", mimeType: "image/png", data: png };
  const { messages } = await send([
    new HumanMessage("Hi"),
    new AIMessage({ content: "", tool_calls: [{ id: "t1", name: "draw", args: {} }] }),
    new ToolMessage({ content: [image], tool_call_id: "t1" }),
  ]);
  expect((messages as unknown[]).at(-1)).toEqual({
    role: "user",
    content: [
      {
        type: "tool_result",
        tool_use_id: "t1",
        content: [
          { type: "image", source: { type: "base64", media_type: "image/png", data: png } },
        ],
      },
    ],
  });
});

it("sends bytes as base64", async () => {
  const data = new Uint8Array([1, 2, 3]);
  expect(await sendContent([{ type: "image", mimeType: "image/png", data }])).toEqual([
    { type: "image", source: { type: "base64", media_type: "image/png", data: "AQID" } },
  ]);
});

it.each([
  [{ file_id: "file_1" }, { type: "file", file_id: "file_1" }],
  [
    { file_data: `data:application/pdf;base64,${png}` },
    { type: "base64", media_type: "application/pdf", data: png },
  ],
])("sends a file in OpenAI's form: %j", async (file, source) => {
  expect(await sendContent([{ type: "file", file }])).toEqual([{ type: "document", source }]);
});

it.each([
  ["no text", [new HumanMessage("")], "says nothing"],
  ["an image that is nowhere", [new HumanMessage({ content: [{ type: "image" }] })], "type image"],
  [
    "an image without address",
    [new HumanMessage({ content: [{ type: "image_url" }] })],
    "image_url",
  ],
])("refuses a message before a request is sent: %s", async (_what, messages, message) => {
  const running = test.createModel().invoke(messages);
  await expect(running).rejects.toThrow(message);
  await expect(running).rejects.toMatchObject({ name: "InvalidArgumentError" });
  expect(test.server.requests).toEqual([]);
});

it("says nothing of a system message that is empty", async () => {
  const empty = new SystemMessage({ content: [{ type: "text", text: "" }] });
  expect(await send([empty, new HumanMessage("Hi")])).not.toHaveProperty("system");
});

it("leaves out what other providers call thinking and calls", async () => {
  const { messages } = await send([
    new HumanMessage("Hi"),
    new AIMessage({
      content: [
        { type: "reasoning", id: "rs_1", reasoning: "hm" },
        { type: "tool_call", id: "t1", name: "draw", args: {} },
      ],
      tool_calls: [{ id: "t1", name: "draw", args: {} }],
    }),
    new ToolMessage({ content: "done", tool_call_id: "t1" }),
  ]);
  expect((messages as { content: unknown }[])[1]?.content).toEqual([
    { type: "tool_use", id: "t1", name: "draw", input: {} },
  ]);
});
