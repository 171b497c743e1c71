import { inspect } from "node:util";

import { AIMessage } from "../../src/messages/ai-message.ts";
import { AIMessageChunk, type AIMessageChunkFields } from "../../src/messages/ai-message-chunk.ts";
import type { MessageContent } from "../../src/messages/content-block.ts";
import type { ToolCallChunk } from "../../src/messages/tool-call.ts";

const add = (left: AIMessageChunkFields, right: AIMessageChunkFields): AIMessageChunk =>
  new AIMessageChunk(left).concat(new AIMessageChunk(right));

describe("a chunk", () => {
  test("is an AIMessage", () => {
    const chunk = new AIMessageChunk(" Hello");
    expect(chunk).toBeInstanceOf(AIMessage);
    expect(chunk.getType()).toBe("ai");
    expect(chunk.tool_calls).toEqual([]);
    expect(chunk.invalid_tool_calls).toEqual([]);
    expect(chunk.tool_call_chunks).toEqual([]);
  });

  test("is the same made from a text, fields or a spread", () => {
    const fields = { content: "a", tool_call_chunks: [{ index: 0, name: "f", args: "{}" }] };
    expect(new AIMessageChunk("a")).toStrictEqual(new AIMessageChunk({ content: "a" }));
    expect(new AIMessageChunk(Object.assign({}, new AIMessageChunk(fields)))).toStrictEqual(
      new AIMessageChunk(fields),
    );
  });

  test("keeps whole calls apart that have one id", () => {
    const calls = [1, 2, 3].map((a) => ({
      type: "tool_call" as const,
      id: "same",
      name: "f",
      args: { a },
    }));
    const chunk = new AIMessageChunk({ tool_calls: calls });
    expect(chunk.tool_calls).toEqual(calls);
    expect(chunk.concat(new AIMessageChunk("a")).tool_calls).toEqual(calls);
    expect(new AIMessageChunk("a").concat(chunk).tool_calls).toEqual(calls);
    expect(new AIMessageChunk(chunk.toFields()).tool_calls).toEqual(calls);
  });

  test("prints like the document's", () => {
    expect(inspect(new AIMessageChunk(" Hello"))).toBe("AIMessageChunk { content: ' Hello' }");
    const chunk = new AIMessageChunk({ content: "", tool_call_chunks: [{ index: 0, args: "{" }] });
    expect(inspect(chunk)).toBe(
      "AIMessageChunk { content: '', tool_call_chunks: [ { index: 0, args: '{' } ] }",
    );
  });

  test("adds up as the document's sample does", () => {
    const chunks = [" Hello", "!", " My", " name", " is"].map((text) => new AIMessageChunk(text));
    const sum = chunks.reduce((left, right) => left.concat(right));
    expect(sum).toStrictEqual(new AIMessageChunk(" Hello! My name is"));
  });
});

describe("content", () => {
  const text = (words: string): { type: string; text: string } => ({ type: "text", text: words });
  test.each<[string, MessageContent, MessageContent, MessageContent]>([
    ["strings", "a", "b", "ab"],
    ["a string and a text block", "a", [text("b")], [text("ab")]],
    ["a text block and a string", [text("a")], "b", [text("ab")]],
    ["neighbouring text blocks", [text("a")], [text("b")], [text("ab")]],
    ["nothing and blocks", "", [text("a")], [text("a")]],
    ["a string and no blocks", "a", [], "a"],
    ["no blocks", [], [], []],
    ["an empty text block", [text("")], "a", "a"],
    [
      "text around an image",
      [text("a"), { type: "image" }],
      "b",
      [text("a"), { type: "image" }, text("b")],
    ],
    [
      "blocks of one index",
      [{ ...text("a"), index: 0 }],
      [{ ...text("b"), index: 0 }],
      [{ ...text("ab"), index: 0 }],
    ],
    [
      "blocks of several indexes",
      [
        { type: "thinking", thinking: "a", index: 0 },
        { ...text("b"), index: 1 },
      ],
      [{ type: "thinking_delta", thinking: "c", signature: "s", index: 0 }],
      [
        { type: "thinking", thinking: "ac", signature: "s", index: 0 },
        { ...text("b"), index: 1 },
      ],
    ],
    [
      "blocks of one index and different types",
      [{ ...text("a"), index: 0 }],
      [{ type: "image", index: 0 }],
      [
        { ...text("a"), index: 0 },
        { type: "image", index: 0 },
      ],
    ],
    [
      "the summaries of a reasoning block, each by its own index",
      [{ type: "reasoning", index: 0, summary: [{ type: "summary_text", text: "I ", index: 0 }] }],
      [{ type: "reasoning", index: 0, summary: [{ type: "summary_text", text: "see", index: 0 }] }],
      [
        {
          type: "reasoning",
          index: 0,
          summary: [{ type: "summary_text", text: "I see", index: 0 }],
        },
      ],
    ],
    [
      "a refusal",
      [{ type: "refusal", refusal: "I ", index: 0 }],
      [{ type: "refusal", refusal: "won't", index: 0 }],
      [{ type: "refusal", refusal: "I won't", index: 0 }],
    ],
    [
      "the input of a tool use",
      [{ type: "tool_use", id: "t1", name: "f", input: "", index: 1 }],
      [{ type: "tool_use", input: "{}", index: 1 }],
      [{ type: "tool_use", id: "t1", name: "f", input: "{}", index: 1 }],
    ],
  ])("%s", (_, left, right, expected) => {
    expect(add({ content: left }, { content: right }).content).toStrictEqual(expected);
  });
});

describe("tool call chunks", () => {
  const merge = (...pieces: ToolCallChunk[]): AIMessageChunk =>
    pieces
      .map((piece) => new AIMessageChunk({ tool_call_chunks: [piece] }))
      .reduce((left, right) => left.concat(right));

  test("are put together by index", () => {
    const sum = merge(
      { index: 0, id: "c0", name: "add", args: "" },
      { index: 0, args: '{"a":' },
      { index: 1, id: "c1", name: "sub", args: "" },
      { index: 0, args: "1}" },
    );
    expect(sum.tool_call_chunks).toStrictEqual([
      { index: 0, id: "c0", name: "add", args: '{"a":1}' },
      { index: 1, id: "c1", name: "sub", args: "" },
    ]);
    expect(sum.tool_calls).toStrictEqual([
      { type: "tool_call", id: "c0", name: "add", args: { a: 1 } },
      { type: "tool_call", id: "c1", name: "sub", args: {} },
    ]);
    expect(sum.invalid_tool_calls).toStrictEqual([]);
    expect(sum.tool_calls).toBe(sum.tool_calls);
  });

  test("of parallel calls that all have the index 0 stay apart", () => {
    const sum = merge(
      { index: 0, id: "a", name: "f", args: "{}" },
      { index: 0, id: "b", name: "f", args: '{"x":' },
      { index: 0, args: "2}" },
    );
    expect(sum.tool_calls.map(({ id, args }) => [id, args])).toEqual([
      ["a", {}],
      ["b", { x: 2 }],
    ]);
  });

  test("without an index belong together by id", () => {
    const sum = merge(
      { id: "a", name: "f", args: "{" },
      { id: "b", name: "g" },
      { id: "a", args: "}" },
    );
    expect(sum.tool_calls.map(({ name }) => name)).toEqual(["f", "g"]);
  });

  test("an id sent empty with every later piece is none", () => {
    const sum = merge(
      { index: 0, id: "a", name: "f", args: "{" },
      { index: 0, id: "", name: "", args: "}" },
    );
    expect(sum.tool_calls).toStrictEqual([{ type: "tool_call", id: "a", name: "f", args: {} }]);
  });

  test.each([
    ["cut off", { id: "a", name: "f", args: '{"x":' }],
    ["broken", { id: "a", name: "f", args: "{x}" }],
    ["no object", { id: "a", name: "f", args: "[1]" }],
    ["of nobody", { args: "{}" }],
  ])("with arguments that are %s are invalid", (_, piece) => {
    const chunk = merge(piece);
    expect(chunk.tool_calls).toEqual([]);
    expect(chunk.invalid_tool_calls).toEqual([
      { type: "invalid_tool_call", error: "Malformed args.", name: "", ...piece },
    ]);
  });

  test("a call without an id is a call", () => {
    expect(merge({ name: "f", args: "{}" }).tool_calls).toMatchObject([{ name: "f", args: {} }]);
  });

  test("whole calls become pieces", () => {
    const call = { type: "tool_call", id: "a", name: "f", args: { x: 1 } } as const;
    const chunk = new AIMessageChunk({
      tool_calls: [call],
      invalid_tool_calls: [{ id: "b", args: "?" }],
    });
    expect(chunk.tool_calls).toStrictEqual([call]);
    expect(chunk.invalid_tool_calls).toMatchObject([{ id: "b", args: "?" }]);
    expect(new AIMessageChunk("a").concat(chunk).tool_calls).toStrictEqual([call]);
  });

  test("are read through a proxy, and from a frozen chunk", () => {
    const chunk = merge({ id: "a", name: "f", args: "{}" });
    const proxy = new Proxy(chunk, {});
    expect(proxy.tool_calls).toStrictEqual(chunk.tool_calls);
    expect(new Proxy(merge({ args: "{" }), {}).invalid_tool_calls).toHaveLength(1);
    expect(Object.freeze(merge({ id: "a", name: "f" })).tool_calls).toHaveLength(1);
  });

  test("a message made from a chunk's fields has its calls", () => {
    const message = new AIMessage(Object.assign({}, merge({ id: "a", name: "f", args: "{}" })));
    expect(message.tool_calls).toMatchObject([{ id: "a", name: "f", args: {} }]);
    expect("tool_call_chunks" in message).toBe(false);
  });
});

describe("the other fields", () => {
  test("usage is added, with its details", () => {
    const sum = add(
      {
        usage_metadata: {
          input_tokens: 1,
          output_tokens: 2,
          total_tokens: 3,
          input_token_details: { cache_read: 1 },
        },
      },
      {
        usage_metadata: {
          input_tokens: 10,
          output_tokens: 20,
          total_tokens: 30,
          input_token_details: { cache_read: 2, audio: 4 },
          output_token_details: { reasoning: 5 },
        },
      },
    );
    expect(sum.usage_metadata).toStrictEqual({
      input_tokens: 11,
      output_tokens: 22,
      total_tokens: 33,
      input_token_details: { cache_read: 3, audio: 4 },
      output_token_details: { reasoning: 5 },
    });
  });

  test("the first id and name count", () => {
    expect(add({ id: "a" }, { id: "b", name: "n" })).toMatchObject({ id: "a", name: "n" });
    expect(add({}, { id: "b" }).id).toBe("b");
  });

  test.each([
    [
      "a fact told twice is kept once",
      { model: "m", stop: "end" },
      { model: "m", stop: "end" },
      { model: "m", stop: "end" },
    ],
    [
      "the last value counts",
      { stop: null, n: 1 },
      { stop: "length", n: 2 },
      { stop: "length", n: 2 },
    ],
    ["null hides nothing", { stop: "length" }, { stop: null }, { stop: "length" }],
    ["records are merged", { a: { x: 1 } }, { a: { y: 2 } }, { a: { x: 1, y: 2 } }],
    ["lists are appended", { logprobs: [1] }, { logprobs: [2] }, { logprobs: [1, 2] }],
    ["the richer kind counts", { a: { x: 1 } }, { a: "s" }, { a: { x: 1 } }],
  ])("response_metadata: %s", (_, left, right, expected) => {
    const sum = add({ response_metadata: left }, { response_metadata: right });
    expect(sum.response_metadata).toStrictEqual(expected);
  });

  test.each([
    [
      "strings are joined",
      { reasoning_content: "a" },
      { reasoning_content: "b" },
      { reasoning_content: "ab" },
    ],
    [
      "names and ids are not",
      { f: { id: "1", name: "n" } },
      { f: { id: "", name: "n" } },
      { f: { id: "1", name: "n" } },
    ],
    [
      "first type and time stay",
      { type: "a", created: 1 },
      { type: "b", created: 2 },
      { type: "a", created: 1 },
    ],
    [
      "lists by index",
      { calls: [{ index: 0, arguments: "{" }] },
      { calls: [{ index: 0, arguments: "}" }, { index: 1 }] },
      { calls: [{ index: 0, arguments: "{}" }, { index: 1 }] },
    ],
    [
      "a key that is a prototype's",
      JSON.parse('{"__proto__":"a","constructor":"a"}') as Record<string, unknown>,
      JSON.parse('{"__proto__":"b","constructor":"b"}') as Record<string, unknown>,
      JSON.parse('{"__proto__":"ab","constructor":"ab"}') as Record<string, unknown>,
    ],
  ])("additional_kwargs: %s", (_, left, right, expected) => {
    const sum = add({ additional_kwargs: left }, { additional_kwargs: right });
    expect(JSON.stringify(sum.additional_kwargs)).toBe(JSON.stringify(expected));
  });
});
