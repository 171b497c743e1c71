import type { RunManager } from "@rivulet/core";
import {
  AIMessage,
  AIMessageChunk,
  BaseChatModel,
  ChatPromptValue,
  HumanMessage,
  RunnableLambda,
  SystemMessage,
  type BaseMessage,
  type BaseModelFields,
  type ChatModelInput,
  type ChatResult,
  type ModelOptions,
  type RunnableConfig,
} from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";
import { collect, take } from "../../support/collect.ts";
import { dataOf, failureOf, namesOf, record } from "../../support/record.ts";

interface StopOptions extends RunnableConfig {
  readonly stop?: readonly string[];
}

/** Answers at once, and notes what it was called with. */
class GeneratingModel extends BaseChatModel<StopOptions> {
  readonly calls: { messages: readonly BaseMessage[]; options: ModelOptions }[] = [];

  protected override async _generate(
    messages: readonly BaseMessage[],
    options: ModelOptions,
  ): Promise<ChatResult> {
    this.calls.push({ messages, options });
    return { generations: [{ message: new AIMessage({ content: "whole", id: "m1" }) }] };
  }
}

/** Answers in two chunks, and notes what it was called with. */
class StreamingModel extends BaseChatModel<StopOptions> {
  readonly calls: { messages: readonly BaseMessage[]; options: ModelOptions }[] = [];

  protected override async *_streamResponseChunks(
    messages: readonly BaseMessage[],
    options: ModelOptions,
    _run: RunManager,
  ): AsyncGenerator<AIMessageChunk> {
    this.calls.push({ messages, options });
    yield new AIMessageChunk("to");
    yield new AIMessageChunk("kens");
  }
}

class BothModel extends StreamingModel {
  protected override async _generate(): Promise<ChatResult> {
    return { generations: [{ message: new AIMessage("whole") }] };
  }
}

const question = [new HumanMessage("hello")];

describe("a chat model with `_generate` alone", () => {
  it("answers with a chunk that has all of the message", async () => {
    const answer = await new GeneratingModel().invoke("hello");

    expect(answer).toStrictEqual(new AIMessageChunk({ content: "whole", id: "m1" }));
  });

  it("streams the whole answer as one chunk", async () => {
    const model = new GeneratingModel();

    expect(await collect(model.stream("hello"))).toStrictEqual([
      new AIMessageChunk({ content: "whole", id: "m1" }),
    ]);
    expect(namesOf(await collect(model.streamEvents("hello")))).toStrictEqual([
      "on_chat_model_start",
      "on_chat_model_stream",
      "on_chat_model_end",
    ]);
  });

  it.each<[string, unknown]>([
    ["an empty list", { generations: [] }],
    ["a generation without message", { generations: [{ text: "a" }] }],
    ["a message", new AIMessage("a")],
    ["a text", "a"],
    ["nothing", null],
  ])("fails when it gives %s, and says what to give", async (_what, result) => {
    class SilentModel extends BaseChatModel {
      protected override async _generate(): Promise<ChatResult> {
        return result as ChatResult;
      }
    }

    await expect(new SilentModel().invoke("hello")).rejects.toMatchObject({
      name: "NotImplementedError",
      message: "`_generate` of SilentModel gave no `{ generations: [{ message }] }`; give one.",
    });
  });
});

describe("a chat model with `_streamResponseChunks` alone", () => {
  it("streams its chunks, and answers with what they add up to", async () => {
    const model = new StreamingModel();

    expect(await collect(model.stream("hello"))).toStrictEqual([
      new AIMessageChunk("to"),
      new AIMessageChunk("kens"),
    ]);
    expect(await model.invoke("hello")).toStrictEqual(new AIMessageChunk("tokens"));
  });

  it("streams its tokens into the events when it is only invoked in an observed run", async () => {
    const { events, callbacks } = record();
    const model = new StreamingModel();
    await RunnableLambda.from(() => model.invoke("hello")).invoke("go", { callbacks });

    expect(namesOf(events)).toStrictEqual([
      "on_chain_start",
      "on_chat_model_start",
      "on_chat_model_stream",
      "on_chat_model_stream",
      "on_chat_model_end",
      "on_chain_end",
    ]);
    expect(dataOf(events, "on_chat_model_end")).toStrictEqual({
      input: { messages: [question] },
      output: new AIMessageChunk("tokens"),
    });
  });
});

describe("a chat model with both", () => {
  it("generates when it is invoked and nobody listens", async () => {
    expect(await new BothModel().invoke("hello")).toStrictEqual(new AIMessageChunk("whole"));
  });

  it("streams when it is streamed, or somebody listens", async () => {
    const { callbacks } = record();

    expect(await new BothModel().invoke("hello", { callbacks })).toStrictEqual(
      new AIMessageChunk("tokens"),
    );
    expect(await collect(new BothModel().stream("hello"))).toHaveLength(2);
  });

  it("does the same whatever the listener's filter lets through", async () => {
    const { events, callbacks } = record({ includeTypes: ["tool"] });

    expect((await new BothModel().invoke("hello", { callbacks })).text).toBe("tokens");
    expect(events).toStrictEqual([]);
  });
});

it("is refused with neither, by the name of its class", async () => {
  class EmptyModel extends BaseChatModel {}
  const refusal = { name: "NotImplementedError", message: expect.stringContaining("EmptyModel") };

  expect(await failureOf(() => new EmptyModel().invoke("hello"))).toMatchObject(refusal);
  expect(await failureOf(() => collect(new EmptyModel().stream("hello")))).toMatchObject(refusal);
});

describe("a chat model's input", () => {
  const system = new SystemMessage("Be brief.");

  it.each<[string, ChatModelInput, readonly BaseMessage[]]>([
    ["a text", "hello", question],
    ["messages", [system, ...question], [system, ...question]],
    [
      "pairs of role and text",
      [
        ["system", "Be brief."],
        ["human", "hello"],
      ],
      [system, ...question],
    ],
    ["what a prompt put out", new ChatPromptValue(question), question],
    ["no messages", [], []],
  ])("may be %s", async (_kind, input, messages) => {
    const model = new StreamingModel();
    const events = await collect(model.streamEvents(input));

    expect(model.calls[0]?.messages).toStrictEqual(messages);
    expect(events[0]?.data).toStrictEqual({ input: { messages: [messages] } });
  });

  it.each<unknown>([42, null, undefined, {}, [42], [["nobody"]]])(
    "fails the run, and nothing else, when it is %j",
    async (input) => {
      const wrong = input as string;
      const model = new StreamingModel();
      for (const run of [
        (config: RunnableConfig) => model.invoke(wrong, config),
        (config: RunnableConfig) => collect(model.stream(wrong, config)),
      ]) {
        const { events, callbacks } = record();
        const error = await failureOf(() => run({ callbacks }));

        expect(error).toMatchObject({ name: "InvalidArgumentError" });
        expect(namesOf(events)).toStrictEqual(["on_chat_model_start", "on_chat_model_error"]);
        expect(events[0]?.data).toStrictEqual({ input });
        expect(dataOf(events, "on_chat_model_error")).toStrictEqual({ error });
      }
      expect(model.calls).toStrictEqual([]);
    },
  );
});

describe("options of a chat model", () => {
  const stop = ["\n"];

  it.each<[string, (model: GeneratingModel | StreamingModel) => Promise<unknown>]>([
    ["invoke", (model) => model.invoke("hello", { stop })],
    ["stream", (model) => collect(model.stream("hello", { stop }))],
    ["streamEvents", (model) => collect(model.streamEvents("hello", { stop }))],
    ["batch", (model) => model.batch(["hello"], { stop })],
    ["withConfig and invoke", (model) => model.withConfig({ stop }).invoke("hello")],
    ["withConfig and stream", (model) => collect(model.withConfig({ stop }).stream("hello"))],
    [
      "withConfig in a sequence",
      (model) =>
        collect(
          model
            .withConfig({ stop })
            .pipe((message) => message)
            .stream("hello"),
        ),
    ],
    [
      "a call over withConfig",
      (model) => model.withConfig({ stop: ["other"] }).invoke("hello", { stop }),
    ],
  ])("reach it by %s", async (_way, call) => {
    for (const model of [new GeneratingModel(), new StreamingModel()]) {
      await call(model);

      expect(model.calls[0]?.options["stop"]).toBe(stop);
      expect(model.calls[0]?.options.signal).toBeInstanceOf(AbortSignal);
      expect(model.calls[0]?.options.signal.aborted).toBe(false);
    }
  });

  it("are those of this call alone: what it calls gets none", async () => {
    const inner = new StreamingModel();
    const outer = inner.pipe((message) => message);
    await outer.invoke("hello", { stop } as RunnableConfig);

    expect(inner.calls[0]?.options).not.toHaveProperty("stop");
  });

  it("do not hold the config's own fields", async () => {
    const model = new StreamingModel();
    await model.invoke("hello", { stop, tags: ["a"], runName: "named", timeout: 1_000 });

    expect(Object.keys(model.calls[0]?.options ?? {}).toSorted()).toStrictEqual(["signal", "stop"]);
  });
});

describe("a chat model's run", () => {
  const fields: BaseModelFields = { name: "gpt", tags: ["own"], metadata: { provider: "none" } };

  it("has the model's name, tags and metadata, which the runs inside do not inherit", async () => {
    const inner = RunnableLambda.from(() => "x").withConfig({ runName: "inner" });
    class CallingModel extends BaseChatModel {
      protected override async _generate(): Promise<ChatResult> {
        await inner.invoke("");
        return { generations: [{ message: new AIMessage("a") }] };
      }
    }
    const events = await collect(
      new CallingModel(fields).streamEvents("hello", { tags: ["given"] }),
    );

    expect(events[0]).toMatchObject({
      name: "gpt",
      tags: ["own", "given"],
      metadata: { provider: "none" },
    });
    expect(events[1]).toMatchObject({ name: "inner", tags: ["given"], metadata: {} });
  });

  it("is called as its class without a name", async () => {
    expect(new StreamingModel().getName()).toBe("StreamingModel");
    expect((await collect(new StreamingModel().streamEvents("hello")))[0]?.name).toBe(
      "StreamingModel",
    );
  });

  it("ends with a message also when there were no chunks", async () => {
    const model = new ScriptedChatModel({ chunks: [] });

    expect(await collect(model.stream("hello"))).toStrictEqual([]);
    expect(namesOf(await collect(model.streamEvents("hello")))).toStrictEqual([
      "on_chat_model_start",
      "on_chat_model_end",
    ]);
  });

  it("aborts the signal when the reader leaves", async () => {
    const model = new StreamingModel();
    await take(model.stream("hello"), 1);

    expect(model.calls[0]?.options.signal.aborted).toBe(true);
  });

  it("fails as the provider does, after the chunks that came", async () => {
    const error = new Error("overloaded");
    const { events, callbacks } = record();
    const model = new ScriptedChatModel({ chunks: ["a", "b"], failAt: 1, error });

    await expect(model.invoke("hello", { callbacks })).rejects.toBe(error);
    expect(namesOf(events)).toStrictEqual([
      "on_chat_model_start",
      "on_chat_model_stream",
      "on_chat_model_error",
    ]);
  });
});
