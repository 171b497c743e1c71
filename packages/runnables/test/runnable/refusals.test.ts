import { InvalidArgumentError, RivuletError } from "@rivulet/core";
import {
  ChatPromptTemplate,
  coerceMessages,
  Document,
  MessagesPlaceholder,
  PromptTemplate,
  RunnableBranch,
  RunnableEach,
  RunnableGenerator,
  RunnableLambda,
  RunnableRetry,
  RunnableSequence,
  RunnableWithFallbacks,
  tool,
  type Runnable,
} from "@rivulet/runnables";
import { collect } from "../support/collect.ts";
import { failureOf } from "../support/record.ts";

// As a JavaScript user would call them: with whatever.
const step: Runnable<never> = RunnableLambda.from((input: never) => input);
const noObjects = [null, 0, "x", true, (): number => 1];
const noLists = [undefined, null, 0, "x", {}, (): number => 1];

describe("a wrong argument is refused at the call", () => {
  it.each<[string, readonly unknown[], (value: never) => unknown]>([
    ["withConfig", noObjects, (value) => step.withConfig(value)],
    ["withListeners", [undefined, ...noObjects], (value) => step.withListeners(value)],
    ["withListeners, a listener", ["x", {}], (value) => step.withListeners({ onStart: value })],
    ["withListeners, a name", [1], (value) => step.withListeners({ onFinish: value } as never)],
    ["withRetry", noObjects, (value) => step.withRetry(value)],
    ["withRetry, delayMs", [null, 5, "x"], (value) => step.withRetry({ delayMs: value })],
    ["withRetry, onFailedAttempt", ["x"], (value) => step.withRetry({ onFailedAttempt: value })],
    ["withFallbacks", noLists, (value) => step.withFallbacks(value)],
    ["withFallbacks, a fallback", noObjects, (value) => step.withFallbacks([value])],
    ["withFallbacks, the field", noLists, (value) => step.withFallbacks({ fallbacks: value })],
    ["assign", [undefined, ...noObjects.slice(0, 4), []], (value) => step.assign(value)],
    ["asTool", [undefined, null, 0, {}], (value) => step.asTool(value)],
    ["asTool, the name", ["", 5], (name) => step.asTool({ name, description: "" })],
    [
      "asTool, the schema",
      [null, 5, "x"],
      (schema) => step.asTool({ name: "t", description: "", schema }),
    ],
    ["tool, the schema", [null, 5, "x"], (schema) => tool(() => 1, { name: "t", schema })],
    [
      "PromptTemplate, the format",
      ["mustache", "", null, 5],
      (templateFormat) => PromptTemplate.fromTemplate("{{a}}", { templateFormat }),
    ],
    [
      "ChatPromptTemplate, the format",
      ["mustache", "", null, 5],
      (templateFormat) => ChatPromptTemplate.fromTemplate("{{a}}", { templateFormat }),
    ],
    [
      "ChatPromptTemplate, the format of messages",
      ["mustache", "", null, 5],
      (templateFormat) => ChatPromptTemplate.fromMessages(["{{a}}"], { templateFormat }),
    ],
    ["RunnableEach", [undefined, ...noObjects], (bound) => new RunnableEach({ bound })],
    ["RunnableRetry", [undefined, ...noObjects], (bound) => new RunnableRetry({ bound })],
    [
      "RunnableWithFallbacks",
      [undefined, ...noObjects],
      (runnable) => new RunnableWithFallbacks({ runnable, fallbacks: [] }),
    ],
    ["new RunnableSequence", [null, {}, []], (value) => new RunnableSequence(value)],
    ["new RunnableBranch", [null, {}, []], (value) => new RunnableBranch(value)],
    ["fromMessages", noLists, (value) => ChatPromptTemplate.fromMessages(value)],
    [
      "MessagesPlaceholder",
      [undefined, null, 0, "", {}],
      (value) => new MessagesPlaceholder(value),
    ],
    ["coerceMessages", noLists, (value) => coerceMessages(value)],
    ["Document", [undefined, null, {}, { pageContent: 1 }], (value) => new Document(value)],
  ])("%s", (_name, values, call) => {
    for (const value of values) expect(() => call(value as never)).toThrow(InvalidArgumentError);
  });

  it.each<[string, readonly unknown[], (value: never) => Promise<unknown>]>([
    ["batch, the inputs", noLists, (value) => step.batch(value)],
    ["transform, the input", noLists, (value) => collect(step.transform(value))],
  ])("%s", async (_name, values, call) => {
    for (const value of values)
      expect(await failureOf(() => call(value as never))).toBeInstanceOf(InvalidArgumentError);
  });
});

it.each([[undefined], [null], [5], [{}]])(
  "a generator whose function returns %p fails by a class of its own",
  async (value) => {
    const generator = new RunnableGenerator((() => value) as never);

    expect(await failureOf(() => generator.invoke(1))).toBeInstanceOf(RivuletError);
    expect(await failureOf(() => collect(generator.stream(1)))).toBeInstanceOf(RivuletError);
  },
);

describe("a filter among the options of streamEvents", () => {
  it("is refused, since it would filter nothing", () => {
    const options = { includeNames: ["a"], tags: ["b"] };

    expect(() => step.streamEvents(undefined as never, options)).toThrow("third argument");
  });
});
