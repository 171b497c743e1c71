import { StructuredTool, tool, ToolMessage, type ToolCallInput } from "@rivulet/runnables";
import { z } from "zod";
import { collect } from "../../support/collect.ts";
import { failureOf, record } from "../../support/record.ts";

const call: ToolCallInput = {
  type: "tool_call",
  id: "c1",
  name: "search",
  args: { query: "cats" },
};
const schema = z.object({ query: z.string() });

const search = tool(async ({ query }) => [`2 pages on ${query}`, { pages: [1, 2] }], {
  name: "search",
  schema,
  responseFormat: "content_and_artifact",
});

function chunkOrOutput(data: unknown): unknown {
  const { chunk, output } = data as Readonly<Record<string, unknown>>;
  return chunk ?? output;
}

describe("a tool with the response format content_and_artifact", () => {
  it("answers a call with the content, and has the artifact beside it", async () => {
    expect(await search.invoke(call)).toEqual(
      new ToolMessage({
        content: "2 pages on cats",
        artifact: { pages: [1, 2] },
        tool_call_id: "c1",
        name: "search",
      }),
    );
  });

  it("gives the content alone to everybody else", async () => {
    const content: string = await search.invoke({ query: "cats" });
    expect(content).toBe("2 pages on cats");
    expect(await collect(search.stream({ query: "cats" }))).toEqual(["2 pages on cats"]);
  });

  it("takes arguments that look like a call for what they are", async () => {
    const echo = tool((args: unknown) => ["told", args] as const, {
      name: "echo",
      responseFormat: "content_and_artifact",
    });
    const args = { type: "tool_call", name: "other", args: {} };
    expect(await echo.invoke({ ...call, name: "echo", args })).toEqual(
      new ToolMessage({ content: "told", artifact: args, tool_call_id: "c1", name: "echo" }),
    );
  });

  it("may be a class, and answer with a message of its own", async () => {
    class Search extends StructuredTool<{ query: string }, string> {
      readonly name = "search";
      readonly description = "Searches.";
      override readonly responseFormat = "content_and_artifact" as const;

      protected override _call({ query }: { query: string }): unknown {
        return query === "cats"
          ? new ToolMessage("own", "c9")
          : [[{ type: "text", text: query }], 1];
      }
    }
    expect(await new Search().invoke(call)).toEqual(new ToolMessage("own", "c9"));
    expect(await new Search().invoke({ ...call, args: { query: "dogs" } })).toMatchObject({
      content: [{ type: "text", text: "dogs" }],
      artifact: 1,
    });
  });

  it("may return what is made later: a generator's values, added up", async () => {
    const later = tool(
      async function* ({ query }: { query: string }): AsyncGenerator<unknown[]> {
        yield [query];
        yield ["artifact"];
      },
      { name: "later", schema, responseFormat: "content_and_artifact" },
    );
    expect(await later.invoke(call as never)).toBeInstanceOf(ToolMessage);
  });

  it("tells the content alone, not the pair that a generator makes", async () => {
    const later = tool(
      async function* (_args: unknown): AsyncGenerator<unknown[]> {
        yield ["content"];
        yield [{ pages: 1 }];
      },
      { name: "later", responseFormat: "content_and_artifact" },
    );
    const message = expect.objectContaining({ content: "content", artifact: { pages: 1 } });
    for (const [input, output] of [
      ["x", "content"],
      [call, message],
    ]) {
      const { events, callbacks } = record();
      expect(await collect(later.stream(input, { callbacks }))).toEqual([output]);
      expect(await later.invoke(input, { callbacks })).toEqual(output);
      expect(events.map(({ event, data }) => [event, chunkOrOutput(data)])).toEqual([
        ["on_tool_start", undefined],
        ["on_tool_stream", output],
        ["on_tool_end", output],
        ["on_tool_start", undefined],
        ["on_tool_end", output],
      ]);
    }
  });

  it("reads no further in a generator when it is cancelled", async () => {
    const controller = new AbortController();
    const resumed = jest.fn();
    const closed = jest.fn();
    const later = tool(
      async function* (_args: unknown): AsyncGenerator<unknown[]> {
        try {
          controller.abort(new Error("stopped"));
          yield ["content"];
          resumed();
        } finally {
          closed();
        }
      },
      { name: "later", responseFormat: "content_and_artifact" },
    );
    const { signal } = controller;
    expect(await failureOf(later.invoke("x", { signal }))).toEqual(new Error("stopped"));
    expect(resumed).not.toHaveBeenCalled();
    expect(closed).toHaveBeenCalledTimes(1);
  });

  it("fails where there is no pair", async () => {
    const single = tool((() => "content") as never, {
      name: "single",
      schema,
      responseFormat: "content_and_artifact",
    });
    for (const input of [call, { query: "cats" }]) {
      expect(await failureOf(single.invoke(input as never))).toMatchObject({
        code: "INVALID_ARGUMENT",
        message: expect.stringContaining("The tool single") as string,
      });
    }
  });
});
