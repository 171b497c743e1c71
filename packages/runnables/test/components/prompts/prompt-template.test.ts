import { PromptTemplate, StringPromptValue } from "@rivulet/runnables";
import { collect } from "../../support/collect.ts";
import { failureOf, namesOf, record } from "../../support/record.ts";

describe("PromptTemplate", () => {
  it("puts values in", async () => {
    const prompt = PromptTemplate.fromTemplate("tell me a joke about {topic}, {{briefly}}");

    expect(prompt.inputVariables).toStrictEqual(["topic"]);
    expect(prompt.format({ topic: "parrots" })).toBe("tell me a joke about parrots, {briefly}");
    expect(await prompt.invoke({ topic: "parrots" })).toStrictEqual(
      new StringPromptValue("tell me a joke about parrots, {briefly}"),
    );
  });

  it("names the variable that is missing, in one start and one error", async () => {
    const { events, callbacks } = record();
    const prompt = PromptTemplate.fromTemplate("{a} {b}");
    const error = await failureOf(() => prompt.invoke({ a: "1" }, { callbacks }));

    expect(error).toMatchObject({ message: expect.stringMatching(/\bb\b/u) });
    expect(namesOf(events)).toStrictEqual(["on_prompt_start", "on_prompt_error"]);
  });

  it("takes some of the values beforehand", async () => {
    const prompt = PromptTemplate.fromTemplate("{a} {b} {c}");
    const partial = prompt.partial({ a: "1" }).partial({ b: "2" });

    expect(partial.inputVariables).toStrictEqual(["c"]);
    expect(partial.format({ c: "3" })).toBe("1 2 3");
    expect(partial.format({ a: "other", c: "3" })).toBe("other 2 3");
    expect(prompt.inputVariables).toStrictEqual(["a", "b", "c"]);
  });

  it.each(["{", "{a", "}", "{}"])("refuses the template %j at once", (template) => {
    expect(() => PromptTemplate.fromTemplate(template)).toThrow(
      expect.objectContaining({ name: "InvalidArgumentError" }),
    );
  });

  it.each(["text", 42, null, undefined, ["a"]])("refuses %j for values", async (values) => {
    const prompt = PromptTemplate.fromTemplate("{a}");

    expect(await failureOf(() => prompt.invoke(values as never))).toMatchObject({
      name: "InvalidInputError",
    });
  });

  it("is one chunk in a stream, and tells none in its events", async () => {
    const prompt = PromptTemplate.fromTemplate("{a}");

    expect(await collect(prompt.stream({ a: "1" }))).toStrictEqual([new StringPromptValue("1")]);
    expect(namesOf(await collect(prompt.streamEvents({ a: "1" })))).toStrictEqual([
      "on_prompt_start",
      "on_prompt_end",
    ]);
  });
});
