import { InvalidArgumentError } from "@rivulet/core";
import {
  Document,
  RunnableLambda,
  StructuredTool,
  tool,
  ToolInputError,
  ToolMessage,
  type RunnableConfig,
  type ToolCallInput,
} from "@rivulet/runnables";
import { ScriptedLLM } from "@rivulet/testing";
import { z } from "zod";
import { collect } from "../../support/collect.ts";
import { dataOf, failureOf, namesOf, record } from "../../support/record.ts";

const schema = z.object({ x: z.number(), y: z.string().default("none") });

function callOf(args: Record<string, unknown>): ToolCallInput {
  return { type: "tool_call", id: "call-1", name: "add", args };
}

describe("tool()", () => {
  it("runs a function as a run of type tool", async () => {
    const add = tool(({ x, y }) => `${String(x)} ${y}`, {
      name: "add",
      description: "Adds.",
      schema,
    });
    const events = await collect(add.streamEvents({ x: 1, y: "2" }));

    expect(add).toMatchObject({ name: "add", description: "Adds.", schema });
    expect(add.getName()).toBe("add");
    expect(events.map(({ event, name, data }) => [event, name, data])).toStrictEqual([
      ["on_tool_start", "add", { input: { x: 1, y: "2" } }],
      ["on_tool_stream", "add", { chunk: "1 2" }],
      ["on_tool_end", "add", { output: "1 2" }],
    ]);
  });

  it("is called as its function without a name", () => {
    expect(
      tool(function search() {
        return "";
      }).name,
    ).toBe("search");
    expect(
      tool(function search() {
        return "";
      }).description,
    ).toBe("");
  });

  it.each([null, "search", 42, true, () => ""])("refuses options that are none: %p", (options) => {
    const search = (): string => "";
    expect(() => tool(search, options as never)).toThrow(InvalidArgumentError);
    expect(() => tool(search, options as never)).toThrow('{ name: "search" }');
  });

  it.each<[string, unknown, object | undefined]>([
    ["no function", "search", { name: "search" }],
    ["no name", () => "", undefined],
    ["an empty name", () => "", { name: "" }],
    ["a name that is none", () => "", { name: 42 }],
  ])("refuses %s at once", (_kind, func, options) => {
    expect(() => tool(func as () => string, options)).toThrow(
      expect.objectContaining({ name: "InvalidArgumentError" }),
    );
  });

  it("has tags and metadata of its own, which what it calls does not inherit", async () => {
    const inner = RunnableLambda.from((input: string) => input);
    const outer = tool((input: string) => inner.invoke(input), {
      name: "outer",
      tags: ["own"],
      metadata: { a: 1 },
    });
    const events = await collect(outer.streamEvents("go"));

    expect(events[0]).toMatchObject({ tags: ["own"], metadata: { a: 1 } });
    expect(events[1]).toMatchObject({ event: "on_chain_start", tags: [], metadata: {} });
  });

  it("hands the function the config of its run", async () => {
    const configs: RunnableConfig[] = [];
    const noting = tool(
      (_input: string, config: RunnableConfig) => {
        configs.push(config);
      },
      { name: "noting" },
    );
    await noting.invoke("go", {
      tags: ["a"],
      metadata: { b: 1 },
      configurable: { user: "u1" },
      runId: "run-1",
    });

    expect(configs[0]).toMatchObject({
      tags: ["a"],
      metadata: { b: 1 },
      configurable: { user: "u1" },
    });
    expect(configs[0]?.signal?.aborted).toBe(false);
  });

  it("is a step in a chain", async () => {
    const reverse = tool((word: string) => [...word].toReversed().join(""), {
      name: "reverse",
      schema: z.string(),
    });

    expect(await new ScriptedLLM({ chunks: ["hel", "lo"] }).pipe(reverse).invoke("go")).toBe(
      "olleh",
    );
  });
});

describe("a tool's schema", () => {
  it("is checked before the function is called, and gives what the function gets", async () => {
    const func = jest.fn((input: z.infer<typeof schema>) => input);
    const add = tool(func, { name: "add", schema });

    expect(await add.invoke({ x: 1 } as z.infer<typeof schema>)).toStrictEqual({ x: 1, y: "none" });
    expect(func.mock.calls[0]?.[0]).toStrictEqual({ x: 1, y: "none" });
  });

  it.each([{ x: "1" }, {}, "text", null, undefined, [1]])(
    "refuses %j before the function is called",
    async (input) => {
      const func = jest.fn(() => "never");
      const add = tool(func, { name: "add", schema });
      for (const work of [
        (config: RunnableConfig) => add.invoke(input as never, config),
        (config: RunnableConfig) => collect(add.stream(input as never, config)),
      ]) {
        const { events, callbacks } = record();
        const error = await failureOf(() => work({ callbacks }));

        expect(error).toBeInstanceOf(ToolInputError);
        expect(error).toMatchObject({
          code: expect.any(String),
          message: expect.stringContaining("The tool add"),
        });
        expect(namesOf(events)).toStrictEqual(["on_tool_start", "on_tool_error"]);
        expect(events[0]?.data).toStrictEqual({ input });
      }
      expect(func).not.toHaveBeenCalled();
    },
  );

  it("names the field that is wrong", async () => {
    const add = tool(() => "", { name: "add", schema });

    expect(await failureOf(() => add.invoke({ x: "1" } as never))).toMatchObject({
      message: expect.stringContaining("x: "),
    });
  });

  it("may check asynchronously", async () => {
    const slow = tool((word) => word, {
      name: "slow",
      schema: z.string().refine(async (word) => word !== "bad"),
    });

    expect(await slow.invoke("good")).toBe("good");
    expect(await failureOf(() => slow.invoke("bad"))).toBeInstanceOf(ToolInputError);
  });

  it("asks once what waits, and fails with what that rejects with", async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown): void => {
      unhandled.push(error);
    };
    process.on("unhandledRejection", note);
    try {
      const check = jest.fn(() => Promise.reject(new Error("No connection.")));
      const add = tool(() => "", { name: "add", schema: z.string().refine(check) });

      expect(await failureOf(add.invoke("a"))).toMatchObject({ message: "No connection." });
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      expect(check).toHaveBeenCalledTimes(1);
      expect(unhandled).toStrictEqual([]);
    } finally {
      process.off("unhandledRejection", note);
    }
  });

  it("is only told, not checked, when it is a JSON schema", async () => {
    const told = { type: "object", properties: { x: { type: "number" } } };
    const any = tool((input: unknown) => input, { name: "any", schema: told });

    expect(any.schema).toBe(told);
    expect(await any.invoke({ x: "not a number" })).toStrictEqual({ x: "not a number" });
  });
});

describe("a tool that is called as a model calls it", () => {
  it("gets the arguments, and answers with a message", async () => {
    const add = tool(({ x }) => `${String(x)}!`, { name: "add", schema });
    const { events, callbacks } = record();
    const message = await add.invoke(callOf({ x: 1 }), { callbacks });

    expect(message).toStrictEqual(
      new ToolMessage({ content: "1!", tool_call_id: "call-1", name: "add", artifact: "1!" }),
    );
    expect(dataOf(events, "on_tool_start")).toStrictEqual({ input: { x: 1 } });
    expect(dataOf(events, "on_tool_end")).toStrictEqual({ output: message });
  });

  it.each<[unknown, string]>([
    [{ a: 1 }, '{"a":1}'],
    [[1, 2], "[1,2]"],
    [0, "0"],
    [null, "null"],
    [undefined, ""],
    [[], "[]"],
    [[{ type: "text", text: "a" }, 1], '[{"type":"text","text":"a"},1]'],
    [new Document({ pageContent: "a" }), JSON.stringify(new Document({ pageContent: "a" }))],
  ])("writes the result %j as JSON into the message", async (result, content) => {
    const message: unknown = await tool(() => result, { name: "add" }).invoke(callOf({}));

    expect(message).toMatchObject({ content, artifact: result });
  });

  it("says what to give in the place of a result that JSON cannot hold", async () => {
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    for (const result of [10n, { count: 10n }, cycle]) {
      const odd = tool(() => result, { name: "odd" });
      const failure = await failureOf(
        odd.invoke({ type: "tool_call", id: "call-1", name: "odd", args: {} }),
      );
      expect(failure).toMatchObject({
        code: "INVALID_ARGUMENT",
        run_name: "odd",
        message: expect.stringMatching(/^The tool odd gave .*; give a text, or plain data\.$/u),
        cause: expect.any(TypeError),
      });
    }
  });

  it("gives content blocks to the model as they are", async () => {
    const blocks = [
      { type: "text", text: "The chart:" },
      { type: "image_url", image_url: { url: "https://example.org/chart.png" } },
    ];
    const message: unknown = await tool(() => blocks, { name: "draw" }).invoke(callOf({}));

    expect(message).toMatchObject({ content: blocks, artifact: blocks });
  });

  it("runs a runnable that the function returns, in its place", async () => {
    const inner = RunnableLambda.from(({ x }: { readonly x: number }) => x + 1);
    const add = tool((_input: unknown) => inner, { name: "add", schema });
    for (const consume of [
      (config: RunnableConfig) => add.invoke(callOf({ x: 1 }), config),
      (config: RunnableConfig) => add.streamEvents(callOf({ x: 1 }), config).output,
    ]) {
      const { events, callbacks } = record();

      expect(await consume({ callbacks })).toMatchObject({ content: "2", tool_call_id: "call-1" });
      expect(namesOf(events).slice(0, 3)).toStrictEqual([
        "on_tool_start",
        "on_chain_start",
        "on_chain_end",
      ]);
    }
  });

  it("hands on a message that the function made itself", async () => {
    const own = new ToolMessage({ content: "own", tool_call_id: "call-1" });

    expect(await tool(() => own, { name: "add" }).invoke(callOf({}))).toBe(own);
  });

  it("fails when the arguments do not fit", async () => {
    const add = tool(() => "", { name: "add", schema });

    expect(await failureOf(() => add.invoke(callOf({ x: "1" })))).toBeInstanceOf(ToolInputError);
  });
});

describe("a tool that streams", () => {
  const count = tool(
    async function* count(to: number) {
      for (let index = 1; index <= to; index += 1) yield String(index);
    },
    { name: "count" },
  );

  it("streams what a generator function yields", async () => {
    expect(await collect(count.stream(3))).toStrictEqual(["1", "2", "3"]);
    expect(await count.invoke(3)).toBe("123");
    expect(namesOf(await collect(count.streamEvents(2)))).toStrictEqual([
      "on_tool_start",
      "on_tool_stream",
      "on_tool_stream",
      "on_tool_end",
    ]);
  });

  it("streams what a plain generator function yields", async () => {
    const plain = tool(function* plain(to: number) {
      for (let index = 0; index < to; index += 1) yield index;
    });

    expect(await collect(plain.stream(3))).toStrictEqual([0, 1, 2]);
  });

  it("answers a tool call with one message of all that it yielded", async () => {
    const call: ToolCallInput = {
      type: "tool_call",
      id: "call-1",
      name: "shout",
      args: { word: "ab" },
    };
    const shout = tool(async function* shout({ word }: { word: string }) {
      for (const letter of word) yield letter.toUpperCase();
    });

    expect(await shout.invoke(call as never)).toMatchObject({
      content: "AB",
      tool_call_id: "call-1",
    });
  });

  it("runs the runnable that it returns, in its place", async () => {
    const delegating = tool(() => RunnableLambda.from((input: string) => `${input}!`), {
      name: "delegating",
    });

    expect(await delegating.invoke("go")).toBe("go!");
  });
});

describe("a tool of a class", () => {
  class Search extends StructuredTool<{ query: string }, string> {
    readonly name = "search";
    readonly description = "Searches.";
    override readonly schema = z.object({ query: z.string() });
    override readonly tags = ["web"];

    protected override async _call({ query }: { query: string }): Promise<string> {
      return RunnableLambda.from((input: string) => `found ${input}`)
        .withConfig({ runName: "fetch" })
        .invoke(query);
    }
  }

  it("is a tool as any other, and parent of what it calls", async () => {
    const events = await collect(new Search().streamEvents({ query: "cats" }));

    expect(events.map(({ event, name }) => `${event} ${name}`)).toStrictEqual([
      "on_tool_start search",
      "on_chain_start fetch",
      "on_chain_end fetch",
      "on_tool_stream search",
      "on_tool_end search",
    ]);
    expect(events[0]?.tags).toStrictEqual(["web"]);
    expect(events[1]?.parent_ids).toStrictEqual([events[0]?.run_id]);
  });

  it("checks its input", async () => {
    expect(await failureOf(() => new Search().invoke({ query: 1 } as never))).toBeInstanceOf(
      ToolInputError,
    );
  });
});

describe("asTool", () => {
  const shout = RunnableLambda.from(({ word }: { word: string }) => word.toUpperCase());

  it("makes a tool of any runnable, which runs inside it", async () => {
    const shouting = shout.asTool({
      name: "shout",
      description: "Shouts.",
      schema: z.object({ word: z.string() }),
    });
    const events = await collect(shouting.streamEvents({ word: "a" }));

    expect(shouting).toMatchObject({ name: "shout", description: "Shouts." });
    expect(events.map(({ event, name }) => `${event} ${name}`)).toStrictEqual([
      "on_tool_start shout",
      "on_chain_start RunnableLambda",
      "on_chain_end RunnableLambda",
      "on_tool_stream shout",
      "on_tool_end shout",
    ]);
    expect(await failureOf(() => shouting.invoke({ word: 1 } as never))).toBeInstanceOf(
      ToolInputError,
    );
  });

  it("answers a tool call with a message", async () => {
    const shouting = shout.asTool({ name: "shout", description: "Shouts." });

    expect(
      await shouting.invoke({ type: "tool_call", id: "c", name: "shout", args: { word: "a" } }),
    ).toMatchObject({
      content: "A",
      tool_call_id: "c",
    });
  });
});
