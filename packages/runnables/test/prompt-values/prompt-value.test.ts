import { inspect } from "node:util";

import { InvalidArgumentError } from "@rivulet/core";

import { AIMessage } from "../../src/messages/ai-message.ts";
import { HumanMessage } from "../../src/messages/human-message.ts";
import { ChatPromptValue } from "../../src/prompt-values/chat-prompt-value.ts";
import {
  promptValueFromFields,
  promptValueToFields,
} from "../../src/prompt-values/prompt-value-codec.ts";
import { isPromptValue } from "../../src/prompt-values/prompt-value.ts";
import { StringPromptValue } from "../../src/prompt-values/string-prompt-value.ts";

const messages = [new HumanMessage("a"), new AIMessage("b")];

describe("prompt values", () => {
  test("a text is a text and a user's message", () => {
    const value = new StringPromptValue("a");
    expect(`${value.toString()}`).toBe("a");
    expect(value.toChatMessages()).toStrictEqual([new HumanMessage("a")]);
  });

  test("a conversation is messages and a text", () => {
    const value = new ChatPromptValue(messages);
    expect(value.toChatMessages()).toBe(messages);
    expect(value.toString()).toBe("Human: a\nAI: b");
    expect(new ChatPromptValue({ messages })).toStrictEqual(value);
  });

  test("print and write JSON", () => {
    expect(inspect(new ChatPromptValue([new HumanMessage("a")]))).toBe(
      "ChatPromptValue { messages: [ HumanMessage { content: 'a' } ] }",
    );
    expect(JSON.stringify(new StringPromptValue("a"))).toBe(
      '{"type":"StringPromptValue","value":"a"}',
    );
  });

  test("are known by their marker", () => {
    expect(isPromptValue(new StringPromptValue("a"))).toBe(true);
    expect(isPromptValue(new ChatPromptValue(messages))).toBe(true);
    for (const other of [null, "a", {}, new HumanMessage("a")])
      expect(isPromptValue(other)).toBe(false);
  });

  test.each([
    [new StringPromptValue("")],
    [new ChatPromptValue(messages)],
    [new ChatPromptValue([])],
  ])("%o comes back from its fields", (value) => {
    const { type, fields } = promptValueToFields(value);
    expect(promptValueFromFields(type, fields)).toStrictEqual(value);
  });

  test.each<[string, Record<string, unknown>]>([
    ["NoPromptValue", {}],
    ["StringPromptValue", {}],
    ["ChatPromptValue", {}],
    ["ChatPromptValue", { messages: ["a"] }],
  ])("%s of %j is refused", (type, fields) => {
    expect(() => promptValueFromFields(type, fields)).toThrow(InvalidArgumentError);
  });
});
