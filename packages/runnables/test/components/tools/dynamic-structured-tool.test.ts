import { DynamicStructuredTool, StructuredTool, tool, ToolInputError } from "@rivulet/runnables";
import { z } from "zod";
import { failureOf, namesOf, record } from "../../support/record.ts";

describe("DynamicStructuredTool", () => {
  const multiply = new DynamicStructuredTool({
    name: "multiply",
    description: "Multiplies.",
    schema: z.object({ a: z.number(), b: z.number() }),
    tags: ["maths"],
    func: async ({ a, b }) => a * b,
  });

  it("is a tool that is made in one object", async () => {
    const product: number = await multiply.invoke({ a: 2, b: 3 });
    expect(product).toBe(6);
    expect(multiply).toBeInstanceOf(StructuredTool);
    expect(multiply).toMatchObject({ name: "multiply", description: "Multiplies." });
    const { events, callbacks } = record();
    await multiply.invoke({ a: 2, b: 3 }, { callbacks });
    expect(namesOf(events)).toEqual(["on_tool_start", "on_tool_end"]);
    expect(events[0]).toMatchObject({ name: "multiply", tags: ["maths"] });
  });

  it("checks its input by the schema", async () => {
    expect(await failureOf(multiply.invoke({ a: 2, b: "3" } as never))).toBeInstanceOf(
      ToolInputError,
    );
  });

  it("is what tool() makes", () => {
    expect(tool((text: string) => text, { name: "echo" })).toBeInstanceOf(DynamicStructuredTool);
  });

  it.each<[string, unknown]>([
    ["null", null],
    ["a string", "a"],
    ["nothing", undefined],
    ["no function", { name: "a" }],
    ["no name", { func: () => "" }],
    ["callbacks that are none", { name: "a", func: () => "", callbacks: {} }],
    ["a response format that is none", { name: "a", func: () => "", responseFormat: "text" }],
  ])("refuses %s at once", (_, fields) => {
    expect(() => new DynamicStructuredTool(fields as never)).toThrow(
      expect.objectContaining({ name: "InvalidArgumentError" }),
    );
  });
});
