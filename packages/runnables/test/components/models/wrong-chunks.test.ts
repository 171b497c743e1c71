import { InvalidArgumentError } from "@rivulet/core";
import {
  AIMessageChunk,
  BaseChatModel,
  BaseLLM,
  RunnableLambda,
  type RunnableConfig,
} from "@rivulet/runnables";
import { EventRecorder } from "@rivulet/testing";
import "@rivulet/testing/jest";
import { collect } from "../../support/collect.ts";
import { failureOf } from "../../support/record.ts";

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

/** Its first chunk is one; what follows is not, and does not add up. */
class MixedModel extends BaseChatModel {
  protected override async *_streamResponseChunks(): AsyncGenerator<AIMessageChunk> {
    yield new AIMessageChunk("a");
    yield "b" as unknown as AIMessageChunk;
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

  it("fails where the chunks do not add up, and its run has an end", async () => {
    const chain = RunnableLambda.from((text: string) => text).pipe(new MixedModel());
    for (const consume of [
      (config: RunnableConfig) => chain.invoke("x", config),
      (config: RunnableConfig) => collect(chain.stream("x", config)),
      (config: RunnableConfig) => chain.streamEvents("x", config).output,
    ]) {
      const recorder = new EventRecorder();

      expect(await failureOf(consume({ callbacks: [recorder] }))).toBeInstanceOf(Error);
      expect(recorder).toObeyRunLaws();
      expect(recorder.events.at(-1)).toMatchObject({ event: "on_chain_error", parent_ids: [] });
    }
  });

  it("is refused as a text model", async () => {
    await expect(new NumberModel().streamEvents("x").output).rejects.toThrow("yield strings");
  });
});

describe("a model whose `_streamResponseChunks` is no generator", () => {
  class LateModel extends BaseChatModel {
    // @ts-expect-error -- As somebody writes it who left out the `*`.
    protected override async _streamResponseChunks(): Promise<AIMessageChunk> {
      return new AIMessageChunk("a");
    }
  }
  const callbacks = [{ on_event: () => undefined }];

  it.each([
    ["streamed", () => collect(new LateModel().stream("x"))],
    ["invoked in an observed run", () => new LateModel().invoke("x", { callbacks })],
  ])("is refused, and told what to write, when it is %s", async (_how, consume) => {
    expect(await failureOf(consume)).toMatchObject({
      code: "INVALID_ARGUMENT",
      message:
        "`_streamResponseChunks` of LateModel returned an object; give an async generator (`async *`).",
    });
  });
});
