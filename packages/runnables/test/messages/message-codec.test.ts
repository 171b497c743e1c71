import { InvalidArgumentError } from "@rivulet/core";
import fc from "fast-check";

import { AIMessage } from "../../src/messages/ai-message.ts";
import { AIMessageChunk } from "../../src/messages/ai-message-chunk.ts";
import type { BaseMessage } from "../../src/messages/base-message.ts";
import { HumanMessage } from "../../src/messages/human-message.ts";
import { messageFromFields, messageToFields } from "../../src/messages/message-codec.ts";
import { SystemMessage } from "../../src/messages/system-message.ts";
import { ToolMessage } from "../../src/messages/tool-message.ts";
import { chunkFields } from "./arbitraries.ts";

const thereAndBack = (message: BaseMessage): BaseMessage => {
  const { type, fields } = messageToFields(message);
  return messageFromFields(type, fields);
};

describe("the message codec", () => {
  test("gives back an equal message of the same class, whatever its fields", () => {
    fc.assert(
      fc.property(chunkFields, fc.dictionary(fc.string(), fc.jsonValue()), (fields, args) => {
        const content = fields.content ?? "";
        const calls = { tool_calls: [{ name: "f", args }], invalid_tool_calls: [{ args: "?" }] };
        for (const message of [
          new SystemMessage({ ...fields, content }),
          new HumanMessage({ ...fields, content }),
          new AIMessage({ ...fields, ...calls }),
          new AIMessage(fields),
          new AIMessageChunk(fields),
          new AIMessageChunk({ content, ...calls }),
          new ToolMessage({
            ...fields,
            content,
            tool_call_id: "c1",
            status: "error",
            artifact: args,
          }),
        ]) {
          expect(thereAndBack(message)).toStrictEqual(message);
        }
      }),
    );
  });

  test("survives JSON", () => {
    const chunk = new AIMessageChunk({ content: "a", tool_call_chunks: [{ index: 0, args: "{" }] });
    const { type, fields } = messageToFields(chunk);
    const read = JSON.parse(JSON.stringify(fields)) as Record<string, unknown>;
    expect(messageFromFields(type, read)).toStrictEqual(chunk);
  });

  test("takes a subclass for its class", () => {
    class MyMessage extends HumanMessage {}
    expect(messageToFields(new MyMessage("a"))).toEqual({
      type: "HumanMessage",
      fields: { content: "a" },
    });
  });

  test.each<[string, Record<string, unknown>]>([
    ["NoMessage", {}],
    ["toString", {}],
    ["HumanMessage", {}],
    ["HumanMessage", { content: [5] }],
    ["HumanMessage", { content: "a", id: 5 }],
    ["AIMessage", { additional_kwargs: [] }],
    ["AIMessage", { tool_calls: [{ name: "f" }] }],
    ["AIMessage", { invalid_tool_calls: {} }],
    ["AIMessage", { usage_metadata: { input_tokens: 1 } }],
    ["AIMessageChunk", { tool_call_chunks: [5] }],
    ["AIMessageChunk", { tool_call_chunks: [{ index: {} }] }],
    ["ToolMessage", { content: "a" }],
    ["ToolMessage", { content: "a", tool_call_id: "c1", status: "fine" }],
  ])("refuses %s of %j", (type, fields) => {
    expect(() => messageFromFields(type, fields)).toThrow(InvalidArgumentError);
  });
});
