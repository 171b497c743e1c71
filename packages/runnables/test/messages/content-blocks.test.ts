import {
  AIMessage,
  AIMessageChunk,
  coerceMessage,
  HumanMessage,
  SystemMessage,
  ToolMessage,
  type ContentBlock,
} from "@rivulet/runnables";

const nothing: readonly ContentBlock[] = [];
const call = { type: "tool_call", id: "c1", name: "weather", args: { city: "Rome" } } as const;

describe("contentBlocks of a message", () => {
  it("is one block for a text, and none for no text", () => {
    expect(new HumanMessage("hello").contentBlocks).toEqual([{ type: "text", text: "hello" }]);
    expect(new ToolMessage("done", "c1").contentBlocks).toEqual([{ type: "text", text: "done" }]);
    expect(new AIMessage("").contentBlocks).toEqual(nothing);
  });

  it("tells what Anthropic's models thought as reasoning", () => {
    const thinking = { type: "thinking", thinking: "Hm.", signature: "s", index: 0 };
    expect(new AIMessage([thinking, { type: "text", text: "Yes." }]).contentBlocks).toEqual([
      { type: "reasoning", reasoning: "Hm.", signature: "s", index: 0 },
      { type: "text", text: "Yes." },
    ]);
  });

  it("leaves other blocks as they are", () => {
    const blocks = [
      { type: "reasoning", reasoning: "Hm." },
      { type: "image", url: "https://e.org/a.png" },
      { type: "image_url", image_url: { url: "https://e.org/a.png" } },
      { type: "tool_use", id: "unknown", name: "other", input: {} },
    ];
    expect(new HumanMessage(blocks).contentBlocks).toEqual(blocks);
    expect(new AIMessage(blocks).contentBlocks).toEqual(blocks);
  });

  it("has a block as often as the content has it", () => {
    const line = { type: "text", text: "-" };
    expect(new HumanMessage([line, line]).contentBlocks).toEqual([line, line]);
    expect(new AIMessage({ content: [line, line], tool_calls: [call] }).contentBlocks).toEqual([
      line,
      line,
      call,
    ]);
  });

  it("is a list of the reader's own", () => {
    const message = new HumanMessage([{ type: "text", text: "a" }]);
    message.contentBlocks.pop();
    expect(message.content).toHaveLength(1);
  });

  it("has a call where its block stands, and the others at the end", () => {
    const message = new AIMessage({
      content: [
        { type: "tool_use", id: "c1", name: "weather", input: "" },
        { type: "text", text: "One moment." },
      ],
      tool_calls: [call, { ...call, id: "c2" }],
    });
    expect(message.contentBlocks).toEqual([
      call,
      { type: "text", text: "One moment." },
      { ...call, id: "c2" },
    ]);
  });

  it("has the calls that the pieces of a stream add up to", () => {
    const first = new AIMessageChunk({
      content: "",
      tool_call_chunks: [{ id: "c1", name: "weather", args: '{"city":', index: 0 }],
    });
    const chunk = first.concat(
      new AIMessageChunk({ tool_call_chunks: [{ args: '"Rome"}', index: 0 }] }),
    );
    expect(chunk.contentBlocks).toEqual([call]);
  });

  it("tells the type of a block apart", () => {
    const message = new AIMessage({ content: "It rains.", tool_calls: [call] });
    const texts = message.contentBlocks.map((block) => {
      if (block.type === "text") return block.text.length;
      return block.type === "tool_call" ? block.args["city"] : undefined;
    });
    expect(texts).toEqual([9, "Rome"]);
  });
});

describe("a message that is made from contentBlocks", () => {
  const blocks = [
    { type: "text", text: "What is this?" },
    { type: "image", url: "https://e.org/a.png" },
  ] as const;

  it("has them as its content", () => {
    for (const message of [
      new HumanMessage({ contentBlocks: blocks }),
      new SystemMessage({ contentBlocks: blocks }),
    ]) {
      expect(message.content).toEqual(blocks);
      expect(message.text).toBe("What is this?");
    }
  });

  it("has the calls in them as its calls, in their order", () => {
    const text = { type: "text", text: "One moment." } as const;
    const second = { ...call, id: "c2" };
    const message = new AIMessage({ contentBlocks: [call, text, second] });
    expect(message.tool_calls).toEqual([call, second]);
    expect(message.contentBlocks).toEqual([call, text, second]);
    expect(new AIMessage({ ...message })).toEqual(message);
    expect(coerceMessage({ role: "ai", ...message.toFields() })).toEqual(message);
  });

  it("has the calls that are given beside them as well, each once", () => {
    const text = { type: "text", text: "One moment." } as const;
    const given = { id: "c0", name: "time", args: {} };
    const corrected = { ...call, args: { city: "Oslo" } };
    expect(
      new AIMessage({ contentBlocks: [text, call], tool_calls: [given, corrected] }).tool_calls,
    ).toEqual([corrected, { ...given, type: "tool_call" }]);
  });

  it("has no calls of blocks that are not its content", () => {
    const fields = { content: "text", contentBlocks: [call] };
    expect(new AIMessage(fields)).toEqual(new AIMessage("text"));
    expect(new AIMessage({ contentBlocks: "text" } as never)).toEqual(new AIMessage("text"));
  });

  it("is refused where they are no list", () => {
    expect(() => new HumanMessage({ contentBlocks: 1 } as never)).toThrow(
      "The content of a HumanMessage was 1",
    );
  });
});
