import {
  AIMessage,
  ChatPromptTemplate,
  coerceMessage,
  HumanMessage,
  MessagesPlaceholder,
  ToolMessage,
  type BaseMessage,
} from "@rivulet/runnables";
import { parseEvent, serializeEvent } from "@rivulet/runnables/wire";
import { EventRecorder, ScriptedChatModel } from "@rivulet/testing";

const call = { type: "tool_call", id: "c1", name: "add", args: { x: 1 } } as const;
const result = new ToolMessage({
  content: [
    { type: "text", text: "two" },
    { type: "image_url", image_url: { url: "data:," } },
  ],
  tool_call_id: "c1",
  name: "add",
  status: "error",
  artifact: { rows: [1, 2] },
});
const conversation: readonly BaseMessage[] = [
  new HumanMessage("What is one and one?"),
  new AIMessage({ content: "I add. ", tool_calls: [call] }),
  result,
];

describe("a conversation with a tool's message", () => {
  it("comes out of a prompt as it went in", async () => {
    const prompt = ChatPromptTemplate.fromMessages([
      ["system", "Be brief."],
      new MessagesPlaceholder("history"),
    ]);
    const value = await prompt.invoke({ history: conversation });

    expect(value.toChatMessages().slice(1)).toStrictEqual(conversation);
  });

  it("is the same when each message is told as an object, by role or by type", () => {
    for (const message of conversation) {
      const { type, ...fields } = message.toJSON();

      expect(coerceMessage({ type, ...fields })).toStrictEqual(message);
      expect(coerceMessage({ role: type, ...fields })).toStrictEqual(message);
    }
  });

  it("comes over a wire in a model's events", async () => {
    const recorder = await EventRecorder.from(
      new ScriptedChatModel({ chunks: ["2"] }).streamEvents(conversation),
    );
    const [start] = recorder.events;
    if (start === undefined) throw new Error("There is no start.");

    expect(parseEvent(serializeEvent(start)).data).toStrictEqual({
      input: { messages: [conversation] },
    });
  });
});
