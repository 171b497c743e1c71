import {
  BaseLLM,
  ChatPromptValue,
  HumanMessage,
  StringPromptValue,
  SystemMessage,
  type ChatModelInput,
  type ModelOptions,
  type RunnableConfig,
} from "@rivulet/runnables";
import { ScriptedLLM } from "@rivulet/testing";
import { collect } from "../../support/collect.ts";
import { dataOf, failureOf, namesOf, record } from "../../support/record.ts";

interface StopOptions extends RunnableConfig {
  readonly stop?: readonly string[];
}

class CallingLLM extends BaseLLM<StopOptions> {
  readonly calls: { prompt: string; options: ModelOptions }[] = [];

  protected override async _call(prompt: string, options: ModelOptions): Promise<string> {
    this.calls.push({ prompt, options });
    return "whole";
  }
}

class StreamingLLM extends BaseLLM<StopOptions> {
  readonly calls: { prompt: string; options: ModelOptions }[] = [];

  protected override async *_streamResponseChunks(
    prompt: string,
    options: ModelOptions,
  ): AsyncGenerator<string> {
    this.calls.push({ prompt, options });
    yield "to";
    yield "kens";
  }
}

class BothLLM extends StreamingLLM {
  protected override async _call(): Promise<string> {
    return "whole";
  }
}

describe("a text model", () => {
  it.each<[string, BaseLLM, string, string[]]>([
    ["`_call` alone", new CallingLLM(), "whole", ["whole"]],
    ["`_streamResponseChunks` alone", new StreamingLLM(), "tokens", ["to", "kens"]],
    ["both", new BothLLM(), "whole", ["to", "kens"]],
  ])("with %s answers and streams", async (_kind, model, whole, chunks) => {
    expect(await model.invoke("hello")).toBe(whole);
    expect(await collect(model.stream("hello"))).toStrictEqual(chunks);
  });

  it("streams its tokens into the events when it is only invoked and somebody listens", async () => {
    const { events, callbacks } = record();
    await new BothLLM().invoke("hello", { callbacks });

    expect(namesOf(events)).toStrictEqual([
      "on_llm_start",
      "on_llm_stream",
      "on_llm_stream",
      "on_llm_end",
    ]);
    expect(dataOf(events, "on_llm_end")).toStrictEqual({ output: "tokens" });
  });

  it("is refused with neither", async () => {
    class EmptyLLM extends BaseLLM {}

    expect(await failureOf(() => new EmptyLLM().invoke("hello"))).toMatchObject({
      name: "NotImplementedError",
      message: expect.stringContaining("EmptyLLM"),
    });
  });

  it.each<[string, ChatModelInput, string]>([
    ["a text", "hello", "hello"],
    ["what a prompt put out", new StringPromptValue("hello"), "hello"],
    [
      "what a chat prompt put out",
      new ChatPromptValue([new HumanMessage("hello")]),
      "Human: hello",
    ],
    ["messages", [new SystemMessage("Be brief."), "hello"], "System: Be brief.\nHuman: hello"],
  ])("takes %s", async (_kind, input, prompt) => {
    const model = new StreamingLLM();
    const [start] = await collect(model.streamEvents(input));

    expect(model.calls[0]?.prompt).toBe(prompt);
    expect(start?.data).toStrictEqual({ input: prompt });
  });

  it.each<unknown>([42, null, undefined, {}, [42]])(
    "fails the run when its input is %j",
    async (input) => {
      const { events, callbacks } = record();

      expect(
        await failureOf(() => new CallingLLM().invoke(input as string, { callbacks })),
      ).toMatchObject({
        name: "InvalidArgumentError",
      });
      expect(namesOf(events)).toStrictEqual(["on_llm_start", "on_llm_error"]);
    },
  );

  it("gets the options of the call", async () => {
    const stop = ["\n"];
    for (const model of [new CallingLLM(), new StreamingLLM()]) {
      await model.invoke("hello", { stop });
      await collect(model.withConfig({ stop }).stream("hello"));

      expect(model.calls.map(({ options }) => options["stop"])).toStrictEqual([stop, stop]);
    }
  });

  it("has its own name, tags and metadata", async () => {
    const model = new ScriptedLLM({
      name: "davinci",
      tags: ["own"],
      metadata: { a: 1 },
      chunks: [],
    });

    expect((await collect(model.streamEvents("hello")))[0]).toMatchObject({
      name: "davinci",
      tags: ["own"],
      metadata: { a: 1 },
    });
  });
});
