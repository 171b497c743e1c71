import "@rivulet/testing/jest";
import { dispatchCustomEvent } from "@rivulet/core";
import {
  AIMessage,
  AIMessageChunk,
  createAgent,
  RunnableLambda,
  tool,
  ToolMessage,
  type AgentTool,
  type CreateAgentOptions,
  type RunnableConfig,
} from "@rivulet/runnables";
import { EventRecorder, ScriptedChatModel, type ScriptedChatModelFields } from "@rivulet/testing";
import { z } from "zod";
import { collect } from "../support/collect.ts";
import { turns } from "../laws/support/soon.ts";
import { failureOf } from "../support/record.ts";
import { calling } from "./support/calling.ts";

type Responses = NonNullable<ScriptedChatModelFields["responses"]>;

interface Outcome {
  readonly recorder: EventRecorder;
  /** What the agent told the model about its calls. */
  readonly results: readonly ToolMessage[];
}

/** Runs an agent on these responses, to its end, and checks that it obeyed the laws. */
async function run(
  responses: Responses,
  tools: readonly AgentTool[],
  config: RunnableConfig = {},
): Promise<Outcome> {
  const recorder = new EventRecorder();
  const agent = createAgent({ model: new ScriptedChatModel({ responses }), tools });
  const { messages } = await agent.invoke("go", { ...config, callbacks: [recorder] });
  expect(recorder).toObeyRunLaws();
  return { recorder, results: messages.filter((message) => message instanceof ToolMessage) };
}

const weather = tool(({ city }) => `rain in ${city}`, {
  name: "weather",
  schema: z.object({ city: z.string() }),
});
const broken = tool(
  () => {
    throw new Error("The station is closed.");
  },
  { name: "broken", tags: ["own"] },
);

describe("what an agent tells its model", () => {
  it("is that a tool failed", async () => {
    const { recorder, results } = await run([[calling(1, ["broken", {}])], ["Sorry."]], [broken]);

    expect(recorder).toMatchRunTree(`
      agent (chain) ended
      ├─ ScriptedChatModel (chat_model) ended [agent:step:1]
      ├─ broken (tool) failed [agent:step:1, agent:call:c1, own]
      └─ ScriptedChatModel (chat_model) ended [agent:step:2]
    `);
    expect(results).toStrictEqual([
      new ToolMessage({
        content: "Error: The station is closed.",
        tool_call_id: "c1",
        name: "broken",
        status: "error",
      }),
    ]);
  });

  it("is what a tool threw that is no error", async () => {
    const odd = tool(() => Promise.reject("no"), { name: "odd" });
    const { results } = await run([[calling(1, ["odd", {}])], ["Sorry."]], [odd]);

    expect(results).toMatchObject([{ status: "error", content: 'Error: "no"' }]);
  });

  it("is what a tool threw that does not let itself be read", async () => {
    const unreadable = {
      get message(): string {
        throw new Error("Not to be read.");
      },
    };
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    for (const thrown of [unreadable, revoked.proxy]) {
      const odd = tool(() => Promise.reject(thrown), { name: "odd" });
      const { results } = await run([[calling(1, ["odd", {}])], ["Sorry."]], [odd]);

      expect(results).toMatchObject([{ status: "error", content: "Error: an object" }]);
    }
  });

  it("is that there is no such tool, and which there are", async () => {
    const { recorder, results } = await run(
      [[calling(1, ["wether", { city: "Oslo" }])], ["Sorry."]],
      [weather, broken],
    );
    const [start, end] = recorder.of({ includeTypes: ["tool"] });

    expect(start).toMatchObject({ name: "wether", data: { input: { city: "Oslo" } } });
    expect(end).toMatchObject({
      event: "on_tool_error",
      data: { error: { name: "UnknownToolError", code: "UNKNOWN_TOOL", run_name: "wether" } },
    });
    expect(results).toMatchObject([
      {
        status: "error",
        tool_call_id: "c1",
        content: 'Error: There is no tool "wether"; call one of: weather, broken.',
      },
    ]);
  });

  it("is that there are no tools at all", async () => {
    const { results } = await run([[calling(1, ["weather", {}])], ["Sorry."]], []);

    expect(results).toMatchObject([
      { content: 'Error: There is no tool "weather"; answer without tools.' },
    ]);
  });

  it("is which arguments do not fit the schema, without calling the function", async () => {
    const func = jest.fn(() => "never");
    const strict = tool(func, { name: "strict", schema: z.object({ city: z.string() }) });
    const { recorder, results } = await run(
      [[calling(1, ["strict", { city: 3 }])], ["So."]],
      [strict],
    );

    expect(func).not.toHaveBeenCalled();
    expect(results).toMatchObject([
      { status: "error", content: expect.stringContaining("city: ") },
    ]);
    expect(recorder.of({ includeEvents: ["on_tool_error"] })).toMatchObject([
      { name: "strict", data: { error: { name: "ToolInputError" } } },
    ]);
  });

  it("is that arguments are no JSON, in the place of the call among the others", async () => {
    const answer = new AIMessageChunk({
      tool_call_chunks: [
        { index: 0, id: "c1", name: "weather", args: '{"city":' },
        { index: 1, id: "c2", name: "weather", args: '{"city":"Oslo"}' },
      ],
    });
    const { recorder, results } = await run([[answer], ["So."]], [weather]);

    expect(results).toMatchObject([
      { tool_call_id: "c1", status: "error", content: expect.stringContaining("no JSON object") },
      { tool_call_id: "c2", content: "rain in Oslo" },
    ]);
    expect(recorder.of({ includeEvents: ["on_tool_start", "on_tool_error"] })).toMatchObject([
      { event: "on_tool_start", name: "weather", data: { input: '{"city":' } },
      { event: "on_tool_error", data: { error: { name: "ToolInputError" } } },
      { event: "on_tool_start", name: "weather", data: { input: { city: "Oslo" } } },
    ]);
  });
});

describe("an agent whose model is a runnable of the user's own", () => {
  const answersOf = (...answers: readonly unknown[]): CreateAgentOptions["model"] => {
    let calls = 0;
    return RunnableLambda.from(() => answers[calls++] as AIMessage);
  };

  it("calls no tool with arguments that are no object", async () => {
    const func = jest.fn(() => "never");
    const lax = tool(func, { name: "lax" });
    const args = [[1], null, "{}", undefined] as never[];
    const calls = args.map((one, index) => ({ name: "lax", args: one, id: `c${index}` }));
    const model = answersOf(new AIMessage({ tool_calls: calls }), new AIMessage("So."));
    const { messages } = await createAgent({ model, tools: [lax] }).invoke("go");

    expect(func).not.toHaveBeenCalled();
    expect(messages.slice(2, -1)).toMatchObject(
      calls.map(({ id }) => ({ tool_call_id: id, status: "error" })),
    );
  });

  it.each([["a text"], [undefined], [new ToolMessage("x", "c1")], [{ content: "x" }]])(
    "fails when that answers %p, and says so",
    async (answer) => {
      const agent = createAgent({ model: answersOf(answer), tools: [weather] });
      const recorder = new EventRecorder();

      expect(await failureOf(agent.invoke("go", { callbacks: [recorder] }))).toMatchObject({
        name: "InvalidInputError",
        run_name: "agent",
        message: expect.stringContaining("AIMessage"),
      });
      expect(recorder).toObeyRunLaws();
    },
  );
});

describe("an agent that fails", () => {
  const errorOf = async (options: CreateAgentOptions): Promise<EventRecorder> => {
    const agent = createAgent(options);
    const recorder = await EventRecorder.from(agent.streamEvents("go"));
    expect(recorder).toObeyRunLaws();
    return recorder;
  };

  it("does so when its model would not stop calling tools", async () => {
    const model = new ScriptedChatModel({ chunks: [calling(1, ["weather", { city: "Oslo" }])] });
    const recorder = await errorOf({ model, tools: [weather], maxSteps: 2, name: "loop" });

    expect(recorder.failure).toMatchObject({
      error: {
        name: "AgentStepLimitError",
        code: "AGENT_STEP_LIMIT",
        run_name: "loop",
        messages: [{ type: "human" }, { type: "ai" }, { type: "tool" }, { type: "ai" }],
      },
    });
    expect(recorder.runs().map(({ name }) => name)).toHaveLength(1);
    expect(recorder.events.at(-1)).toMatchObject({ event: "on_chain_error", name: "loop" });
    expect(recorder.of({ includeTypes: ["tool"] })).toHaveLength(2);
  });

  it("does so after 25 answers by default", async () => {
    const model = new ScriptedChatModel({ chunks: [calling(1, ["weather", { city: "Oslo" }])] });
    const recorder = await errorOf({ model, tools: [weather] });

    expect(recorder.of({ includeEvents: ["on_chat_model_start"] })).toHaveLength(25);
  });

  it("does so when its model fails in the middle of a later answer", async () => {
    const model = new ScriptedChatModel({
      responses: [
        [calling(1, ["weather", { city: "Oslo" }])],
        { chunks: ["It ", "rains"], failAt: 1, error: new Error("overloaded") },
      ],
    });
    const recorder = await errorOf({ model, tools: [weather] });

    expect(recorder).toMatchRunTree(`
      agent (chain) failed
      ├─ ScriptedChatModel (chat_model) ended [agent:step:1]
      ├─ weather (tool) ended [agent:step:1, agent:call:c1]
      └─ ScriptedChatModel (chat_model) failed [agent:step:2]
    `);
  });

  it("does so when its input is none", async () => {
    const agent = createAgent({ model: new ScriptedChatModel({ chunks: [] }) });
    for (const work of [
      () => agent.invoke({ question: "?" } as never),
      () => collect(agent.stream(42 as never)),
    ])
      expect(await failureOf(work)).toMatchObject({ name: "InvalidInputError", run_name: "agent" });
  });
});

describe("an agent that is aborted", () => {
  /** Stops in a tool until it is aborted; `reached` resolves when it is there. */
  function stalling(): { readonly tool: AgentTool; readonly reached: Promise<void> } {
    let reach = (): void => undefined;
    const reached = new Promise<void>((resolve) => (reach = resolve));
    const stall = tool(
      (_input: unknown, { signal }: RunnableConfig) => {
        reach();
        return new Promise<string>((_resolve, reject) => {
          signal?.addEventListener("abort", () => {
            reject(signal.reason);
          });
        });
      },
      { name: "stall" },
    );
    return { tool: stall, reached };
  }

  const responses = [[calling(1, ["stall", {}], ["weather", { city: "Oslo" }])], ["never"]];
  const cancelled = `
    agent (chain) cancelled
    ├─ ScriptedChatModel (chat_model) ended [agent:step:1]
    ├─ stall (tool) cancelled [agent:step:1, agent:call:c1]
    └─ weather (tool) ended [agent:step:1, agent:call:c2]
  `;

  it("in a tool by its signal is cancelled, and the model is told nothing more", async () => {
    for (const isStreamed of [false, true]) {
      const { tool: stall, reached } = stalling();
      const controller = new AbortController();
      const recorder = new EventRecorder();
      const agent = createAgent({
        model: new ScriptedChatModel({ responses }),
        tools: [stall, weather],
      });
      const config = { signal: controller.signal, callbacks: [recorder] };
      const work = isStreamed ? collect(agent.stream("go", config)) : agent.invoke("go", config);
      const failure = failureOf(work);
      await reached;
      await turns(2);
      controller.abort(new Error("enough"));

      expect(await failure).toMatchObject({ message: "enough" });
      expect(recorder).toMatchRunTree(cancelled);
      expect(recorder).toObeyRunLaws();
    }
  });

  it("in a tool because its consumer left is cancelled", async () => {
    const { tool: stall, reached } = stalling();
    const recorder = new EventRecorder();
    const agent = createAgent({
      model: new ScriptedChatModel({ responses }),
      tools: [stall, weather],
    });
    for await (const event of agent.streamEvents("go", { callbacks: [recorder] })) {
      if (event.event !== "on_tool_end") continue;
      await reached;
      break;
    }

    expect(recorder).toMatchRunTree(cancelled);
    expect(recorder).toObeyRunLaws();
  });

  it("does not wait for ever for a tool that does not listen", async () => {
    jest.useFakeTimers();
    try {
      const controller = new AbortController();
      const recorder = new EventRecorder();
      const deaf = tool(() => new Promise<string>(() => undefined), { name: "stall" });
      const agent = createAgent({
        model: new ScriptedChatModel({ responses }),
        tools: [deaf, weather],
      });
      const config = { signal: controller.signal, callbacks: [recorder] };
      const failure = failureOf(agent.invoke("go", config));
      await jest.advanceTimersByTimeAsync(1);
      controller.abort("enough");
      await jest.advanceTimersByTimeAsync(1_000);

      expect(await failure).toBe("enough");
      expect(recorder).toMatchRunTree(cancelled);
      expect(recorder).toObeyRunLaws();
      expect(jest.getTimerCount()).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  it("is not what a tool that was aborted by itself is taken for", async () => {
    const impatient = tool(
      () => {
        throw new DOMException("The request took too long.", "AbortError");
      },
      { name: "impatient" },
    );
    const { results } = await run([[calling(1, ["impatient", {}])], ["So."]], [impatient]);

    expect(results).toMatchObject([
      { status: "error", content: "Error: The request took too long." },
    ]);
  });
});

describe("the tools of an agent", () => {
  it("stream into the events what they yield, and answer once", async () => {
    const count = tool(
      async function* ({ to }: { to: number }) {
        for (let index = 1; index <= to; index += 1) yield String(index);
      },
      { name: "count" },
    );
    const { recorder, results } = await run([[calling(1, ["count", { to: 3 }])], ["So."]], [count]);

    expect(results).toMatchObject([{ content: "123", tool_call_id: "c1" }]);
    expect(recorder.of({ includeTypes: ["tool"] })).toMatchObject([
      { event: "on_tool_start" },
      { event: "on_tool_stream", data: { chunk: "1" } },
      { event: "on_tool_stream", data: { chunk: "2" } },
      { event: "on_tool_stream", data: { chunk: "3" } },
      { event: "on_tool_end", data: { output: { content: "123" } } },
    ]);
  });

  it("are parents of what they call, and send events of their own", async () => {
    const inner = RunnableLambda.from(function inner(text: string) {
      return `${text}!`;
    });
    const outer = tool(
      async () => {
        await dispatchCustomEvent("progress", 50);
        return inner.invoke("found");
      },
      { name: "outer" },
    );
    const { recorder, results } = await run([[calling(1, ["outer", {}])], ["So."]], [outer]);

    expect(results).toMatchObject([{ content: "found!" }]);
    expect(recorder).toMatchRunTree(`
      agent (chain) ended
      ├─ ScriptedChatModel (chat_model) ended [agent:step:1]
      ├─ outer (tool) ended [agent:step:1, agent:call:c1]
      │  └─ inner (chain) ended
      └─ ScriptedChatModel (chat_model) ended [agent:step:2]
    `);
    expect(recorder.of({ includeEvents: ["on_custom_event"] })).toMatchObject([
      { name: "progress", data: 50 },
    ]);
  });

  it("may make the message to the model themselves, with an artifact beside it", async () => {
    const own = tool(
      () =>
        new ToolMessage({ content: "a picture", tool_call_id: "c1", artifact: { bytes: [1, 2] } }),
      { name: "draw" },
    );
    const { results } = await run([[calling(1, ["draw", {}])], ["So."]], [own]);

    expect(results).toStrictEqual([
      new ToolMessage({ content: "a picture", tool_call_id: "c1", artifact: { bytes: [1, 2] } }),
    ]);
  });

  it("may be other runnables", async () => {
    const shout = RunnableLambda.from(({ word }: { word: string }) => word.toUpperCase()).asTool({
      name: "shout",
      description: "Shouts.",
    });
    const { results } = await run([[calling(1, ["shout", { word: "a" }])], ["So."]], [shout]);

    expect(results).toMatchObject([{ content: "A", name: "shout" }]);
  });

  it("may be agents", async () => {
    const helper = createAgent({
      model: new ScriptedChatModel({ name: "helper-model", chunks: ["42"] }),
      name: "helper",
    });
    const ask = tool(
      async ({ question }: { question: string }) =>
        (await helper.invoke(question)).messages.at(-1)?.text,
      { name: "ask" },
    );
    const { recorder, results } = await run(
      [[calling(1, ["ask", { question: "6 * 7" }])], ["So."]],
      [ask],
    );

    expect(results).toMatchObject([{ content: "42" }]);
    expect(recorder).toMatchRunTree(`
      agent (chain) ended
      ├─ ScriptedChatModel (chat_model) ended [agent:step:1]
      ├─ ask (tool) ended [agent:step:1, agent:call:c1]
      │  └─ helper (chain) ended
      │     └─ helper-model (chat_model) ended [agent:step:1]
      └─ ScriptedChatModel (chat_model) ended [agent:step:2]
    `);
  });

  /** Counts how many of it are open at a time. */
  function counting(): { readonly tool: AgentTool; readonly most: () => number } {
    let open = 0;
    let most = 0;
    const slow = tool(
      async ({ n }: { n: number }) => {
        open += 1;
        most = Math.max(most, open);
        for (let turn = 0; turn < 6 - n; turn += 1) await Promise.resolve();
        open -= 1;
        return n;
      },
      { name: "slow" },
    );
    return { tool: slow, most: () => most };
  }

  const five = [1, 2, 3, 4, 5].map((n) => ["slow", { n }] as const);

  it.each([
    [undefined, 5],
    [2, 2],
    [1, 1],
  ])("run side by side, with maxConcurrency %p at most %i", async (maxConcurrency, expected) => {
    const { tool: slow, most } = counting();
    const { results } = await run([[calling(1, ...five)], ["So."]], [slow], { maxConcurrency });

    expect(most()).toBe(expected);
    expect(results.map(({ content }) => content)).toStrictEqual(["1", "2", "3", "4", "5"]);
    expect(results.map(({ tool_call_id: id }) => id)).toStrictEqual(["c1", "c2", "c3", "c4", "c5"]);
  });
});
