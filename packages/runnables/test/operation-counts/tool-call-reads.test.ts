import { AIMessageChunk } from "@rivulet/runnables";

afterEach(() => {
  jest.restoreAllMocks();
});

describe("the tool calls of a chunk", () => {
  const pieces = ['{"a":', "1", "}"].map(
    (args, index) =>
      new AIMessageChunk({
        tool_call_chunks: [
          index === 0 ? { index: 0, id: "c", name: "f", args } : { index: 0, args },
        ],
      }),
  );

  it("are parsed once, however often they are read", () => {
    const parse = jest.spyOn(JSON, "parse");
    const sum = pieces.reduce((total, piece) => total.concat(piece));
    for (let reading = 0; reading < 5; reading += 1) {
      expect(sum.tool_calls).toEqual([{ type: "tool_call", id: "c", name: "f", args: { a: 1 } }]);
      expect(sum.invalid_tool_calls).toEqual([]);
    }
    expect(parse).toHaveBeenCalledTimes(1);
  });

  it("are parsed 0 times where nobody reads them, or the arguments are cut off", () => {
    const parse = jest.spyOn(JSON, "parse");
    const sum = pieces.reduce((total, piece) => total.concat(piece));
    expect(sum.tool_call_chunks).toHaveLength(1);
    expect(pieces[0]?.concat(pieces[1] ?? new AIMessageChunk("")).tool_calls).toEqual([]);
    expect(parse).toHaveBeenCalledTimes(0);
  });
});
