import {
  AIMessage,
  ChatPromptTemplate,
  ChatPromptValue,
  HumanMessage,
  MessagesPlaceholder,
  SystemMessage,
  type ChatPromptPart,
} from "@rivulet/runnables";
import { failureOf, namesOf, record } from "../../support/record.ts";

const history = [new HumanMessage("hi"), new AIMessage("hello")];

describe("ChatPromptTemplate", () => {
  it("is one human message when made of a template", async () => {
    const prompt = ChatPromptTemplate.fromTemplate("tell me a joke about {topic}");

    expect(await prompt.invoke({ topic: "parrots" })).toStrictEqual(
      new ChatPromptValue([new HumanMessage("tell me a joke about parrots")]),
    );
  });

  it("has each kind of part", async () => {
    const prompt = ChatPromptTemplate.fromMessages([
      ["system", "You are {role}."],
      new AIMessage("as it is: {role}"),
      new MessagesPlaceholder("history"),
      ["placeholder", "{more}"],
      "{question}",
    ]);

    expect(prompt.inputVariables).toStrictEqual(["role", "history", "question"]);
    expect(await prompt.invoke({ role: "brief", history, question: "who?" })).toStrictEqual(
      new ChatPromptValue([
        new SystemMessage("You are brief."),
        new AIMessage("as it is: {role}"),
        ...history,
        new HumanMessage("who?"),
      ]),
    );
  });

  it("takes some of the values beforehand", () => {
    const prompt = ChatPromptTemplate.fromMessages([
      ["system", "{a}"],
      ["human", "{b}"],
    ]);
    const partial = prompt.partial({ a: "1" });

    expect(partial.inputVariables).toStrictEqual(["b"]);
    expect(partial.formatMessages({ b: "2" })).toStrictEqual([
      new SystemMessage("1"),
      new HumanMessage("2"),
    ]);
    expect(prompt.inputVariables).toStrictEqual(["a", "b"]);
  });

  it("names the variable that is missing, in one start and one error", async () => {
    const { events, callbacks } = record();
    const error = await failureOf(() =>
      ChatPromptTemplate.fromTemplate("{topic}").invoke({}, { callbacks }),
    );

    expect(error).toMatchObject({ message: expect.stringContaining("topic") });
    expect(namesOf(events)).toStrictEqual(["on_prompt_start", "on_prompt_error"]);
  });

  it.each<[string, ChatPromptPart]>([
    ["an unknown role", ["nobody", "{a}"]],
    ["a tool's role, which answers a call", ["tool", "{a}"]],
    ["a wrong template", ["human", "{a"]],
    ["a placeholder that is no variable", ["placeholder", "history"]],
    ["no part at all", undefined as never],
    ["a pair without a template", ["human"] as never],
  ])("refuses %s when it is made", (_kind, part) => {
    expect(() => ChatPromptTemplate.fromMessages([part])).toThrow(
      expect.objectContaining({ name: "InvalidArgumentError" }),
    );
  });
});

describe("MessagesPlaceholder", () => {
  it("may be optional", () => {
    const optional = new MessagesPlaceholder({ variableName: "history", optional: true });

    expect(ChatPromptTemplate.fromMessages([optional]).inputVariables).toStrictEqual([]);
    expect(optional.formatMessages({})).toStrictEqual([]);
    expect(optional.formatMessages({ history })).toStrictEqual(history);
  });

  it("takes what stands for messages", () => {
    expect(
      new MessagesPlaceholder("history").formatMessages({ history: [["human", "hi"]] }),
    ).toStrictEqual([new HumanMessage("hi")]);
  });

  it.each([undefined, "hi", { role: "human" }])("refuses %j for messages, by its name", (given) => {
    expect(() => new MessagesPlaceholder("history").formatMessages({ history: given })).toThrow(
      /history/u,
    );
  });
});
