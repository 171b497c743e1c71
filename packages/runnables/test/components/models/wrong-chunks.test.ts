import { InvalidArgumentError } from "@rivulet/core";
import { AIMessageChunk, BaseChatModel, BaseLLM } from "@rivulet/runnables";

const finalised: string[] = [];

class GenerationModel extends BaseChatModel {
  protected override async *_streamResponseChunks(): AsyncGenerator<AIMessageChunk> {
    try {
      yield { text: "a", message: new AIMessageChunk("a") } as unknown as AIMessageChunk;
      yield new AIMessageChunk("b");
    } finally {
      finalised.push("chat");
    }
  }
}

class NumberModel extends BaseLLM {
  protected override async *_streamResponseChunks(): AsyncGenerator<string> {
    yield 1 as unknown as string;
  }
}

afterEach(() => {
  finalised.length = 0;
});

describe("a model that yields no chunks of its kind", () => {
  it("is refused in a stream, and its generator finalised", async () => {
    await expect(new GenerationModel().stream("x").next()).rejects.toThrow(InvalidArgumentError);
    expect(finalised).toEqual(["chat"]);
  });

  it("is refused when it is invoked in an observed run", async () => {
    const callbacks = [{ on_event: () => undefined }];

    await expect(new GenerationModel().invoke("x", { callbacks })).rejects.toThrow(
      "AIMessageChunks",
    );
    expect(finalised).toEqual(["chat"]);
  });

  it("is refused as a text model", async () => {
    await expect(new NumberModel().streamEvents("x").output).rejects.toThrow("yield strings");
  });
});
