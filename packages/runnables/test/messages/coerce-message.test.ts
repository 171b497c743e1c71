import { InvalidArgumentError } from "@rivulet/core";

import { AIMessage } from "../../src/messages/ai-message.ts";
import { coerceMessage, coerceMessages } from "../../src/messages/coerce-message.ts";
import { HumanMessage } from "../../src/messages/human-message.ts";
import type { MessageLike } from "../../src/messages/message-like.ts";
import { SystemMessage } from "../../src/messages/system-message.ts";
import { ToolMessage } from "../../src/messages/tool-message.ts";

describe("coerceMessage", () => {
  test.each<[MessageLike, unknown]>([
    ["a", new HumanMessage("a")],
    [["system", "a"], new SystemMessage("a")],
    [["human", "a"], new HumanMessage("a")],
    [["user", [{ type: "text", text: "a" }]], new HumanMessage([{ type: "text", text: "a" }])],
    [["ai", "a"], new AIMessage("a")],
    [
      { role: "assistant", content: "a", name: "bot" },
      new AIMessage({ content: "a", name: "bot" }),
    ],
    [{ role: "assistant", content: null }, new AIMessage("")],
    [{ type: "human", content: "a", id: "m1" }, new HumanMessage({ content: "a", id: "m1" })],
    [
      { role: "developer", content: "a", additional_kwargs: { b: 1 } },
      new SystemMessage({
        content: "a",
        additional_kwargs: { b: 1, __openai_role__: "developer" },
      }),
    ],
    [
      { role: "tool", content: "a", tool_call_id: "c1", status: "error" },
      new ToolMessage({ content: "a", tool_call_id: "c1", status: "error" }),
    ],
    [
      {
        role: "assistant",
        content: "",
        tool_calls: [
          { id: "c1", type: "function", function: { name: "f", arguments: '{"x":1}' } },
          { id: "c2", type: "function", function: { name: "f", arguments: "{" } },
          { id: "c3", name: "g", args: {} },
        ],
      },
      new AIMessage({
        tool_calls: [
          { type: "tool_call", id: "c1", name: "f", args: { x: 1 } },
          { id: "c3", name: "g", args: {} },
        ],
        invalid_tool_calls: [
          { type: "invalid_tool_call", id: "c2", name: "f", args: "{", error: "Malformed args." },
        ],
      }),
    ],
  ])("%j", (like, expected) => {
    expect(coerceMessage(like)).toStrictEqual(expected);
  });

  test("a message stays itself", () => {
    const message = new HumanMessage("a");
    expect(coerceMessage(message)).toBe(message);
    expect(coerceMessages([message, "b"])).toStrictEqual([message, new HumanMessage("b")]);
  });

  test.each<[string, unknown, RegExp]>([
    [
      "an unknown role",
      ["robot", "a"],
      /^The role of a message was "robot"; give one of system, developer/,
    ],
    ["a role of the prototype", ["toString", "a"], /^The role of a message was "toString"/],
    ["no role", { content: "a" }, /^The role of a message was undefined; give/],
    [
      "a tool's message of no call",
      ["tool", "a"],
      /"tool_call_id" of a ToolMessage was undefined; give/,
    ],
    ["no content", { role: "user" }, /"content" of a HumanMessage was undefined; give/],
    [
      "content of the wrong shape",
      ["user", 5],
      /"content" of a HumanMessage was 5 \(number\); give/,
    ],
    ["a broken tool call", { role: "ai", tool_calls: [{}] }, /"tool_calls" of a AIMessage/],
    ["a triple", ["user", "a", "b"], /^A message was an array; give a message, a string, a pair/],
    ["nothing", null, /^A message was null/],
  ])("%s is refused", (_, like, message) => {
    const coerce = (): unknown => coerceMessage(like as MessageLike);
    expect(coerce).toThrow(InvalidArgumentError);
    expect(coerce).toThrow(message);
  });
});
