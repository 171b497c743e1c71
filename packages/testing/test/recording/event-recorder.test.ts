import {
  configure,
  dispatchCustomEvent,
  InvalidArgumentError,
  observeRuns,
  traceable,
  type RunEvent,
} from "@rivulet/core";
import { StringOutputParser } from "@rivulet/runnables";
import { EventRecorder, renderRunTree, ScriptedChatModel } from "@rivulet/testing";

const model = new ScriptedChatModel({ chunks: ["Hel", "lo"] });
const chain = model.pipe(new StringOutputParser());

afterEach(() => {
  configure({ callbacks: [] });
});

describe("EventRecorder", () => {
  it("keeps the events of the calls that it is a callback of", async () => {
    const recorder = new EventRecorder();
    await chain.invoke("hi", { callbacks: [recorder] });
    expect(recorder.names()).toEqual([
      "on_chain_start",
      "on_chat_model_start",
      "on_chat_model_stream",
      "on_chat_model_stream",
      "on_chat_model_end",
      "on_parser_start",
      "on_parser_end",
      "on_chain_end",
    ]);
    expect(recorder.events.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(recorder.failure).toBeUndefined();
  });

  it("knows the payloads of components", async () => {
    const recorder = new EventRecorder();
    await chain.invoke("hi", { callbacks: [recorder] });
    const texts = recorder.events.map((event) =>
      event.event === "on_chat_model_stream" ? event.data.chunk.text : "",
    );
    expect(texts.join("")).toBe("Hello");
  });

  it("keeps what its filter lets through", async () => {
    const recorder = new EventRecorder({ includeTypes: ["parser"] });
    await chain.invoke("hi", { callbacks: [recorder] });
    expect(recorder.names()).toEqual(["on_parser_start", "on_parser_end"]);
  });

  it("refuses a wrong filter", () => {
    expect(() => new EventRecorder({ includeTypes: ["nonsense" as "tool"] })).toThrow(
      InvalidArgumentError,
    );
    expect(() => new EventRecorder().of({ runIds: 1 as unknown as string[] })).toThrow(
      InvalidArgumentError,
    );
  });

  it("gives the events that a filter wants, custom events by their own names", async () => {
    const recorder = new EventRecorder();
    const work = traceable(() => dispatchCustomEvent("progress", 50), { name: "work" });
    configure({ callbacks: [recorder] });
    await work();
    expect(recorder.of({ includeNames: ["progress"] }).map(({ data }) => data)).toEqual([50]);
    expect(recorder.of({ includeNames: ["work"], excludeEvents: ["on_custom_event"] })).toEqual([
      recorder.events[0],
      recorder.events[2],
    ]);
  });

  it("records the whole process, for as long as it is subscribed", () => {
    const recorder = new EventRecorder();
    const work = traceable(() => 1, { name: "work" });
    const subscription = observeRuns().subscribe(recorder.on_event);
    work();
    subscription.unsubscribe();
    work();
    expect(recorder.names()).toEqual(["on_chain_start", "on_chain_end"]);
  });

  it("gives the runs as trees", async () => {
    const recorder = new EventRecorder();
    await chain.invoke("hi", { callbacks: [recorder] });
    const [root, ...others] = recorder.runs();
    expect(others).toEqual([]);
    expect(root?.children.map(({ type }) => type)).toEqual(["chat_model", "parser"]);
  });

  it("forgets, and leaves what was read from it", async () => {
    const recorder = new EventRecorder();
    await chain.invoke("hi", { callbacks: [recorder] });
    const before = recorder.events;
    recorder.clear();
    expect(recorder.events).toEqual([]);
    expect(before).toHaveLength(8);
    await chain.invoke("hi", { callbacks: [recorder] });
    expect(recorder.events).toHaveLength(8);
  });
});

describe("EventRecorder.from", () => {
  it("records an event stream to its end", async () => {
    const recorder = await EventRecorder.from(chain.streamEvents("hi"));
    expect(recorder.failure).toBeUndefined();
    expect(renderRunTree(recorder)).toBe(
      [
        "RunnableSequence (chain) ended",
        "├─ ScriptedChatModel (chat_model) ended [seq:step:1]",
        "└─ StringOutputParser (parser) ended [seq:step:2]",
      ].join("\n"),
    );
  });

  it("records a stream that fails, and what it failed with", async () => {
    const error = new Error("no more");
    const broken = new ScriptedChatModel({ chunks: ["a"], failAt: 1, error });
    const recorder = await EventRecorder.from(broken.streamEvents("hi"));
    expect(recorder.failure).toEqual({ error });
    expect(recorder.names()).toEqual([
      "on_chat_model_start",
      "on_chat_model_stream",
      "on_chat_model_error",
    ]);
  });

  it("records what can only be iterated", async () => {
    const { events } = await EventRecorder.from(chain.streamEvents("hi"));
    async function* replay(): AsyncGenerator<RunEvent> {
      yield* events;
    }
    const recorder = await EventRecorder.from(replay());
    expect(recorder.events).toEqual(events);
    expect(recorder.failure).toBeUndefined();
  });

  it("records an iteration that fails", async () => {
    const { events } = await EventRecorder.from(chain.streamEvents("hi"));
    async function* replay(): AsyncGenerator<RunEvent> {
      yield* events.slice(0, 2);
      throw undefined;
    }
    const recorder = await EventRecorder.from(replay());
    expect(recorder.events).toEqual(events.slice(0, 2));
    expect(recorder.failure).toEqual({ error: undefined });
  });
});
