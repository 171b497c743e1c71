import type { Metadata } from "@rivulet/core";
import {
  AIMessageChunk,
  BaseChatModel,
  BaseLLM,
  Embeddings,
  RunnableLambda,
  StringOutputParser,
  timeToFirstChunkKey,
  toModelMetadata,
  type BaseChatModelCallOptions,
  type BaseMessage,
  type CallOptionsOf,
  type ChatResult,
  type ModelFacts,
  type Vector,
} from "@rivulet/runnables";
import { EventRecorder, ScriptedChatModel } from "@rivulet/testing";
import { collect } from "../../support/collect.ts";

const facts: ModelFacts = {
  provider: "acme",
  model: "m-1",
  temperature: 0,
  topP: 1,
  topK: 40,
  maxTokens: 100,
  stop: ["."],
  seed: 7,
  frequencyPenalty: 0.1,
  presencePenalty: 0.2,
  choiceCount: 2,
  reasoningLevel: "low",
  stream: true,
  dimensions: 3,
  serverAddress: "api.acme.test",
  serverPort: 443,
};

/** Tells facts, and counts how often it is asked for them. */
class FactModel extends BaseChatModel {
  asked = 0;

  protected override _modelMetadata({
    stop,
  }: CallOptionsOf<BaseChatModelCallOptions>): Metadata | undefined {
    this.asked += 1;
    return toModelMetadata({ provider: "acme", model: "m-1", temperature: undefined, stop });
  }

  protected override async *_streamResponseChunks(
    _messages: readonly BaseMessage[],
  ): AsyncGenerator<AIMessageChunk> {
    yield new AIMessageChunk({ content: "to", id: "m1", response_metadata: { tier: "low" } });
    yield new AIMessageChunk("kens");
  }
}

describe("the facts of a model", () => {
  it("stand in the metadata of each of its run's events, under the conventions' names", async () => {
    const recorder = new EventRecorder();
    await new FactModel().invoke("?", { stop: ["."], callbacks: [recorder] });

    expect(recorder.events).toHaveLength(4);
    for (const { metadata } of recorder.events)
      expect(metadata).toStrictEqual({
        "gen_ai.provider.name": "acme",
        "gen_ai.request.model": "m-1",
        "gen_ai.request.stop_sequences": ["."],
      });
  });

  it("have each a name", async () => {
    class AllFacts extends FactModel {
      protected override _modelMetadata(): Metadata {
        return toModelMetadata(facts);
      }
    }
    const recorder = await EventRecorder.from(new AllFacts().streamEvents("?"));

    expect(recorder.events[0]?.metadata).toStrictEqual({
      "gen_ai.provider.name": "acme",
      "gen_ai.request.model": "m-1",
      "gen_ai.request.temperature": 0,
      "gen_ai.request.top_p": 1,
      "gen_ai.request.top_k": 40,
      "gen_ai.request.max_tokens": 100,
      "gen_ai.request.stop_sequences": ["."],
      "gen_ai.request.seed": 7,
      "gen_ai.request.frequency_penalty": 0.1,
      "gen_ai.request.presence_penalty": 0.2,
      "gen_ai.request.choice.count": 2,
      "gen_ai.request.reasoning.level": "low",
      "gen_ai.request.stream": true,
      "gen_ai.embeddings.dimension.count": 3,
      "server.address": "api.acme.test",
      "server.port": 443,
    });
  });

  it("give way to metadata that the user gave the model, and are not inherited", async () => {
    const own = { "gen_ai.request.model": "mine", team: "a" };
    const program = RunnableLambda.from(() => new FactModel({ metadata: own }).invoke("?"));
    const recorder = await EventRecorder.from(
      program.streamEvents("?", { metadata: { request: 1 } }),
    );

    expect(recorder.events[0]?.metadata).toStrictEqual({ request: 1 });
    expect(recorder.events[1]?.metadata).toStrictEqual({
      "gen_ai.provider.name": "acme",
      "gen_ai.request.model": "mine",
      team: "a",
      request: 1,
    });
  });

  it("can be filtered by", async () => {
    const recorder = await EventRecorder.from(
      new FactModel()
        .pipe(new StringOutputParser())
        .streamEvents("?", {}, { metadata: { "gen_ai.provider.name": "acme" } }),
    );

    expect(new Set(recorder.events.map(({ name }) => name))).toStrictEqual(new Set(["FactModel"]));
  });

  it("are asked for once a run, and not at all where nobody listens", async () => {
    const model = new FactModel();
    await model.invoke("?");
    await collect(model.stream("?"));
    expect(model.asked).toBe(0);

    await model.invoke("?", { callbacks: [new EventRecorder()] });
    expect(model.asked).toBe(1);
    await collect(model.streamEvents("?"));
    expect(model.asked).toBe(2);
  });

  it.each([
    [
      "throw",
      () => {
        throw new Error("No facts.");
      },
    ],
    ["are null", () => null],
  ])("do not keep the model from answering where they %s", async (_what, tell) => {
    class Speechless extends FactModel {
      protected override _modelMetadata(): Metadata | undefined {
        return tell() as never;
      }
    }
    const chain = RunnableLambda.from((text: string) => text).pipe(new Speechless());

    expect((await chain.streamEvents("?").output).text).toBe("tokens");
    expect((await chain.invoke("?", { callbacks: [new EventRecorder()] })).text).toBe("tokens");
  });

  it("are none by default", async () => {
    const recorder = await EventRecorder.from(
      new ScriptedChatModel({ chunks: ["a"] }).streamEvents("?"),
    );

    for (const { metadata } of recorder.events) expect(metadata).toStrictEqual({});
  });

  it("are told by text models and embedding models as well", async () => {
    class FactLLM extends BaseLLM {
      protected override _modelMetadata(): Metadata {
        return toModelMetadata({ provider: "acme" });
      }
      protected override async _call(): Promise<string> {
        return "text";
      }
    }
    class FactEmbeddings extends Embeddings {
      protected override _modelMetadata(): Metadata {
        return toModelMetadata({ provider: "acme", dimensions: 1 });
      }
      protected override async _embed(texts: readonly string[]): Promise<readonly Vector[]> {
        return texts.map(() => [1]);
      }
    }
    const recorder = new EventRecorder();
    await new FactLLM().invoke("?", { callbacks: [recorder] });
    await new FactEmbeddings({ metadata: { own: 1 } }).embedQuery("?", { callbacks: [recorder] });

    expect(recorder.of({ includeEvents: ["on_llm_start", "on_embedding_start"] })).toMatchObject([
      { metadata: { "gen_ai.provider.name": "acme" } },
      {
        metadata: {
          "gen_ai.provider.name": "acme",
          "gen_ai.embeddings.dimension.count": 1,
          own: 1,
        },
      },
    ]);
  });
});

describe("the time to the first chunk", () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it("stands in the first chunk, and so in the message, in seconds", async () => {
    let nowMs = 0;
    jest.spyOn(performance, "now").mockImplementation(() => nowMs);
    class SlowModel extends FactModel {
      protected override async *_streamResponseChunks(
        messages: readonly BaseMessage[],
      ): AsyncGenerator<AIMessageChunk> {
        nowMs += 250;
        yield* super._streamResponseChunks(messages);
        nowMs += 1_000;
      }
    }
    const first = { tier: "low", [timeToFirstChunkKey]: 0.25 };
    const chunks = [
      new AIMessageChunk({ content: "to", id: "m1", response_metadata: first }),
      new AIMessageChunk("kens"),
    ];
    const whole = new AIMessageChunk({ content: "tokens", id: "m1", response_metadata: first });
    const recorder = new EventRecorder();
    const config = { callbacks: [recorder] };

    expect(timeToFirstChunkKey).toBe("gen_ai.response.time_to_first_chunk");
    expect(await new SlowModel().invoke("?", config)).toStrictEqual(whole);
    expect(await collect(new SlowModel().stream("?", config))).toStrictEqual(chunks);
    for (const { data } of recorder.of({ includeEvents: ["on_chat_model_end"] }))
      expect(data).toStrictEqual({ output: whole });
  });

  it("is not measured where nobody listens, nor for a model without facts or without a stream", async () => {
    class WholeModel extends BaseChatModel {
      protected override _modelMetadata(): Metadata {
        return toModelMetadata(facts);
      }
      protected override async _generate(): Promise<ChatResult> {
        return { generations: [{ message: new AIMessageChunk("whole") }] };
      }
    }
    const answers = [
      await new FactModel().invoke("?"),
      ...(await collect(new FactModel().stream("?"))),
      await new WholeModel().invoke("?", { callbacks: [new EventRecorder()] }),
      await new ScriptedChatModel({ chunks: ["a"] }).streamEvents("?").output,
    ];

    for (const { response_metadata: told } of answers)
      expect(told).not.toHaveProperty([timeToFirstChunkKey]);
  });
});
