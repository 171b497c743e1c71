import {
  AIMessage,
  AIMessageChunk,
  BaseMessage,
  HumanMessage,
  SystemMessage,
  ToolMessage,
} from "@rivulet/runnables";

const messages = [
  new SystemMessage("s"),
  new HumanMessage("h"),
  new AIMessage("a"),
  new AIMessageChunk("c"),
  new ToolMessage("t", "1"),
];
type Ask = (value: unknown) => boolean;

const classes: readonly [name: string, isInstance: Ask, isOf: Ask][] = [
  ["SystemMessage", (v) => SystemMessage.isInstance(v), (v) => v instanceof SystemMessage],
  ["HumanMessage", (v) => HumanMessage.isInstance(v), (v) => v instanceof HumanMessage],
  ["AIMessage", (v) => AIMessage.isInstance(v), (v) => v instanceof AIMessage],
  ["AIMessageChunk", (v) => AIMessageChunk.isInstance(v), (v) => v instanceof AIMessageChunk],
  ["ToolMessage", (v) => ToolMessage.isInstance(v), (v) => v instanceof ToolMessage],
];

describe("isInstance", () => {
  it.each(classes)("of %s tells as instanceof does", (_, isInstance, isOf) => {
    expect(messages.map(isInstance)).toEqual(messages.map(isOf));
    expect(messages.some(isInstance)).toBe(true);
  });

  it("of BaseMessage takes every message", () => {
    for (const message of messages) expect(BaseMessage.isInstance(message)).toBe(true);
  });

  it("knows messages of another copy of the package", () => {
    const other = { [Symbol.for("rivulet.message")]: "AIMessageChunk", content: "a" };
    expect(AIMessage.isInstance(other)).toBe(true);
    expect(HumanMessage.isInstance(other)).toBe(false);
  });

  it.each([undefined, null, "a", 1, {}, []])("is false for %p", (value) => {
    expect(BaseMessage.isInstance(value)).toBe(false);
    for (const [, isInstance] of classes) expect(isInstance(value)).toBe(false);
  });

  it("is a function that can be handed on", () => {
    const tools: ToolMessage[] = messages.filter(ToolMessage.isInstance);
    expect(tools).toEqual([messages[4]]);
    expect(messages.filter(AIMessage.isInstance)).toEqual([messages[2], messages[3]]);
  });

  it("tells the type of a message", () => {
    const [first]: readonly unknown[] = [messages[4]];
    if (!ToolMessage.isInstance(first)) throw new Error("It is one.");
    const id: string = first.tool_call_id;
    expect(id).toBe("1");
  });
});
