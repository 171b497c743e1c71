import {
  AIMessage,
  AIMessagePromptTemplate,
  ChatPromptTemplate,
  HumanMessage,
  HumanMessagePromptTemplate,
  PromptTemplate,
  SystemMessage,
  SystemMessagePromptTemplate,
} from "@rivulet/runnables";
import { watchProcess } from "@rivulet/test-support";

const { takeIncidents } = watchProcess();

describe("templates of messages", () => {
  it("are parts of a chat prompt", async () => {
    const prompt = ChatPromptTemplate.fromMessages([
      SystemMessagePromptTemplate.fromTemplate("You are {role}."),
      HumanMessagePromptTemplate.fromTemplate("{question}"),
      AIMessagePromptTemplate.fromTemplate("Well, {role}"),
    ]);
    expect(prompt.inputVariables).toEqual(["role", "question"]);
    expect((await prompt.invoke({ role: "a cook", question: "Eggs?" })).toChatMessages()).toEqual([
      new SystemMessage("You are a cook."),
      new HumanMessage("Eggs?"),
      new AIMessage("Well, a cook"),
    ]);
  });

  it("make one message by themselves", () => {
    const template = HumanMessagePromptTemplate.fromTemplate("{a} and {a}");
    expect(template.inputVariables).toEqual(["a"]);
    expect(template.format({ a: "1" })).toEqual(new HumanMessage("1 and 1"));
    expect(template.formatMessages({ a: "1" })).toEqual([new HumanMessage("1 and 1")]);
  });

  it("may be blocks, with variables in any of their texts", () => {
    const image = { type: "image", source: { media_type: "image/{kind}", pages: [1, "{a}"] } };
    const prompt = ChatPromptTemplate.fromMessages([
      ["human", [{ type: "text", text: "What is in {a}?" }, image]],
      ["human", [{ type: "image_url", image_url: "{url}" }]],
      ["human", [{ type: "image_url", image_url: { url: "{url}", detail: "low" } }]],
    ]);
    expect(prompt.inputVariables).toEqual(["a", "kind", "url"]);
    const url = "https://e.org/a.png";
    expect(prompt.formatMessages({ a: "it", kind: "png", url }).map((m) => m.content)).toEqual([
      [
        { type: "text", text: "What is in it?" },
        { type: "image", source: { media_type: "image/png", pages: [1, "it"] } },
      ],
      [{ type: "image_url", image_url: { url } }],
      [{ type: "image_url", image_url: { url, detail: "low" } }],
    ]);
  });

  it("may be objects with a role", () => {
    const prompt = ChatPromptTemplate.fromMessages([
      { role: "system", content: "You are {role}." },
      { role: "user", content: [{ type: "text", text: "{question}" }] },
    ]);
    expect(prompt.formatMessages({ role: "a cook", question: "Eggs?" })).toEqual([
      new SystemMessage("You are a cook."),
      new HumanMessage([{ type: "text", text: "Eggs?" }]),
    ]);
  });

  it("are refused with a wrong role, and as something else", () => {
    expect(() => ChatPromptTemplate.fromMessages([{ role: "cook", content: "{a}" }])).toThrow(
      'The role of a message was "cook"',
    );
    expect(() => ChatPromptTemplate.fromMessages([{ content: "{a}" } as never])).toThrow(
      "A part of a chat prompt was an object",
    );
  });

  it.each([[null], [5], [{ text: "{a}" }]])("are refused with a block that is %p", (block) => {
    expect(() => HumanMessagePromptTemplate.fromTemplate([block as never])).toThrow(
      "A block of a message's template was",
    );
  });
});

describe("partial values", () => {
  it("are asked each time, where one is a function", () => {
    let day = 0;
    const next = (): string => `day ${String((day += 1))}`;
    const text = new PromptTemplate({
      template: "{name}, {date}",
      inputVariables: ["name"],
      partialVariables: { date: next },
    });
    expect(text.inputVariables).toEqual(["name"]);
    expect([text.format({ name: "Ann" }), text.format({ name: "Bob" })]).toEqual([
      "Ann, day 1",
      "Bob, day 2",
    ]);
    const chat = ChatPromptTemplate.fromTemplate("{date}").partial({ date: next });
    expect(chat.formatMessages({})).toEqual([new HumanMessage("day 3")]);
    expect(chat.formatMessages({ date: "now" })).toEqual([new HumanMessage("now")]);
    expect(day).toBe(3);
  });

  it("are refused where the function is async", () => {
    const prompt = PromptTemplate.fromTemplate("{date}").partial({ date: async () => "today" });
    expect(() => prompt.format({})).toThrow('"date" gave a promise');
  });

  it("do not end the process where such a function fails", async () => {
    const prompt = PromptTemplate.fromTemplate("{date}").partial({
      date: () => Promise.reject(new Error("no date")),
    });
    expect(() => prompt.format({})).toThrow('"date" gave a promise');
    expect(await takeIncidents()).toEqual([]);
  });
});
