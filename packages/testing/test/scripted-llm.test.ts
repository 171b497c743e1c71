import { InvalidArgumentError } from "@rivulet/core";
import { EventRecorder, ScriptedLLM } from "@rivulet/testing";

describe("ScriptedLLM", () => {
  it("streams what it is told", async () => {
    const model = new ScriptedLLM({ chunks: ["a", "b"] });
    await expect(model.invoke("hi")).resolves.toBe("ab");
    const { events } = await EventRecorder.from(model.streamEvents("hi"));
    expect(events.map(({ data }) => data)).toEqual([
      { input: "hi" },
      { chunk: "a" },
      { chunk: "b" },
      { output: "ab" },
    ]);
  });

  it("refuses a script that it cannot play", () => {
    expect(() => new ScriptedLLM({ chunks: [], failAt: 1 })).toThrow(InvalidArgumentError);
  });
});
