import { inspect } from "node:util";

import { InvalidArgumentError } from "@rivulet/core";

import { AIMessage } from "../../src/messages/ai-message.ts";
import { AIMessageChunk } from "../../src/messages/ai-message-chunk.ts";
import type { BaseMessage } from "../../src/messages/base-message.ts";
import { getBufferString } from "../../src/messages/get-buffer-string.ts";
import { HumanMessage } from "../../src/messages/human-message.ts";
import {
  isAIMessage,
  isAIMessageChunk,
  isBaseMessage,
  isHumanMessage,
  isSystemMessage,
  isToolMessage,
} from "../../src/messages/is-message.ts";
import { SystemMessage } from "../../src/messages/system-message.ts";
import { ToolMessage } from "../../src/messages/tool-message.ts";
import { inspectKey } from "../../src/util/inspect-form.ts";

const call = { type: "tool_call", id: "c1", name: "add", args: { a: 1 } } as const;

describe("messages", () => {
  test.each([
    [new SystemMessage("a"), "system"],
    [new HumanMessage("a"), "human"],
    [new AIMessage("a"), "ai"],
    [new AIMessageChunk("a"), "ai"],
    [new ToolMessage("a", "c1"), "tool"],
  ])("%o has a type and defaults", (message: BaseMessage, type) => {
    expect(message.getType()).toBe(type);
    expect(message.type).toBe(type);
    expect(message.text).toBe("a");
    expect(message.id).toBeUndefined();
    expect(message.additional_kwargs).toEqual({});
    expect(message.response_metadata).toEqual({});
  });

  test("the text of blocks is that of the text blocks", () => {
    const content = [
      { type: "text", text: "a" },
      { type: "image", text: "no" },
      { type: "text", text: "b" },
    ];
    expect(new HumanMessage(content).text).toBe("ab");
    expect(new HumanMessage({ content }).content).toBe(content);
  });

  test("a model's message may have calls and no content", () => {
    expect(new AIMessage({ tool_calls: [call] })).toMatchObject({
      content: "",
      tool_calls: [call],
    });
    expect(
      Object.assign({}, new AIMessage({ content: "a", tool_calls: [call] })).tool_calls,
    ).toEqual([call]);
    expect(new AIMessage({ tool_calls: [call] })).not.toEqual(new AIMessage(""));
  });

  test.each<[string, () => unknown]>([
    ["a user's message without content", () => new HumanMessage({} as never)],
    ["a message of a number", () => new AIMessage(5 as never)],
    ["a message of nothing", () => new SystemMessage(undefined as never)],
    ["content that is a number", () => new AIMessageChunk({ content: 5 as never })],
    ["a tool message without a call", () => new ToolMessage({ content: "a" } as never)],
  ])("%s is refused", (_, make) => {
    expect(make).toThrow(InvalidArgumentError);
  });

  test("JSON has the type and what is not empty", () => {
    expect(
      JSON.parse(JSON.stringify(new AIMessage({ content: "a", tool_calls: [call] }))),
    ).toStrictEqual({
      type: "ai",
      content: "a",
      tool_calls: [call],
    });
    expect(
      new ToolMessage({ content: "a", tool_call_id: "c1", status: "error", artifact: 0 }).toJSON(),
    ).toStrictEqual({
      type: "tool",
      content: "a",
      tool_call_id: "c1",
      status: "error",
      artifact: 0,
    });
  });

  test("printed, it shows what is not empty", () => {
    expect(inspect(new HumanMessage({ content: "a", name: "ann" }))).toBe(
      "HumanMessage { content: 'a', name: 'ann' }",
    );
    expect(inspect({ deep: { deep: { deep: new HumanMessage("a") } } })).toContain(
      "[HumanMessage]",
    );
  });

  test("printed by somebody else than Node, its fields are JSON", () => {
    expect(new HumanMessage("a")[inspectKey](2)).toBe('HumanMessage {"content":"a"}');
  });
});

describe("guards", () => {
  const messages = {
    system: new SystemMessage("a"),
    human: new HumanMessage("a"),
    ai: new AIMessage("a"),
    chunk: new AIMessageChunk("a"),
    tool: new ToolMessage("a", "c1"),
  };
  test.each([
    [isBaseMessage, ["system", "human", "ai", "chunk", "tool"]],
    [isSystemMessage, ["system"]],
    [isHumanMessage, ["human"]],
    [isAIMessage, ["ai", "chunk"]],
    [isAIMessageChunk, ["chunk"]],
    [isToolMessage, ["tool"]],
  ])("%p", (guard, expected) => {
    const accepted = Object.entries(messages).filter(([, message]) => guard(message));
    expect(accepted.map(([name]) => name)).toEqual(expected);
    for (const other of [undefined, null, "a", 0, {}, { content: "a" }, []])
      expect(guard(other)).toBe(false);
  });

  test("hold for messages of another copy of the package", () => {
    jest.isolateModules(() => {
      const other = jest.requireActual<{ AIMessageChunk: typeof AIMessageChunk }>(
        "../../src/messages/ai-message-chunk.ts",
      );
      const chunk = new other.AIMessageChunk("a");
      expect(chunk).not.toBeInstanceOf(AIMessageChunk);
      expect(isAIMessageChunk(chunk)).toBe(true);
      expect(isBaseMessage(chunk)).toBe(true);
    });
  });
});

describe("getBufferString", () => {
  test("writes a line a message", () => {
    const messages = [
      new SystemMessage("be terse"),
      new HumanMessage({
        content: [{ type: "text", text: "look " }, { type: "image_url" }],
        name: "ann",
      }),
      new AIMessage({
        content: [
          { type: "thinking", thinking: "?" },
          { type: "text", text: "ok" },
        ],
        tool_calls: [call],
      }),
      new ToolMessage("2", "c1"),
    ];
    expect(getBufferString(messages)).toBe(
      `System: be terse\nHuman: ann, look [image]\nAI: ok${JSON.stringify([call])}\nTool: 2`,
    );
    expect(getBufferString([new HumanMessage("a"), new AIMessage("b")], "User", "Bot")).toBe(
      "User: a\nBot: b",
    );
  });
});
