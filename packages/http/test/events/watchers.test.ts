import type { CallbackHandler } from "@rivulet/core";
import { connectEvents, eventsHandler, type EventsHandler } from "@rivulet/http";
import {
  AIMessageChunk,
  isAIMessageChunk,
  RunnableGenerator,
  RunnableLambda,
  type StreamEvent,
} from "@rivulet/runnables";
import { rivuletMatchers } from "@rivulet/testing";
import { fetchOf } from "../support/raw-answers.ts";

expect.extend(rivuletMatchers);

let handler: EventsHandler;

afterEach(() => handler.close());

const calls = ["search", "fetch"];
const note = new RunnableLambda({ func: (count: number) => count }).withConfig({ runName: "note" });
const calling = new RunnableGenerator<string, AIMessageChunk>(async function* calling() {
  for (const [index, name] of calls.entries()) {
    yield new AIMessageChunk({
      content: "",
      tool_call_chunks: [{ index, id: `c${String(index)}`, name, args: "" }],
    });
    for (let count = 0; count < 100; count += 1)
      yield new AIMessageChunk({
        content: ".",
        tool_call_chunks: [{ index, args: count === 0 ? '{"n":[0' : `,${String(count)}` }],
      });
    yield new AIMessageChunk({ content: "", tool_call_chunks: [{ index, args: "]}" }] });
    await note.invoke(index);
  }
});
const numbers = Array.from({ length: 100 }, (_, index) => index);

function record(): { readonly told: StreamEvent[]; readonly recorder: CallbackHandler } {
  const told: StreamEvent[] = [];
  return { told, recorder: { on_event: (event) => void told.push(event as StreamEvent) } };
}

const isChunk = ({ event }: StreamEvent): boolean => event.endsWith("_stream");

describe("a client that reads when all is over, where chunks coalesce", () => {
  it("has every event of a run's life in order, and chunks that add up to the same", async () => {
    const { told, recorder } = record();
    handler = eventsHandler(calling.withConfig({ callbacks: [recorder] }), {
      backpressure: "coalesce",
      highWaterMark: 3,
    });
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const { fetch } = fetchOf(async (request) => {
      const response = await handler(request);
      while (
        told.at(-1)?.parent_ids.length !== 0 ||
        isChunk(told.at(-1) as StreamEvent) ||
        told.length < 10
      )
        await new Promise(setImmediate);
      end();
      return response;
    });
    const events: StreamEvent[] = [];
    for await (const event of connectEvents("http://host/", { input: "x", fetch }))
      events.push(event);
    await ended;
    expect(events.length).toBeLessThan(told.length / 5);
    expect(events).toObeyRunLaws();
    expect(events.filter((event) => !isChunk(event))).toEqual(
      told.filter((event) => !isChunk(event)),
    );
    const chunks = events.flatMap((event) =>
      event.event === "on_chain_stream" ? [event.data.chunk] : [],
    );
    const sum = chunks.filter(isAIMessageChunk).reduce((all, chunk) => all.concat(chunk));
    expect(sum.content).toBe(".".repeat(200));
    expect(sum.tool_calls).toMatchObject(
      calls.map((name, index) => ({ name, id: `c${String(index)}`, args: { n: numbers } })),
    );
  });
});

describe("two clients of one run, one of which is slow", () => {
  it("have the same, and the run waits for the slow one", async () => {
    let made = 0;
    const source = new RunnableGenerator<string, string>(async function* source() {
      for (; made < 500; made += 1) yield String(made);
    });
    handler = eventsHandler(source, { highWaterMark: 8 });
    const { fetch } = fetchOf((request) => handler(request));
    let runId = "";
    const first = connectEvents("http://host/", {
      input: "x",
      fetch,
      onEventId: (id) => (runId ||= id.split(".")[1] ?? ""),
    });
    const fast: StreamEvent[] = [];
    const slow: StreamEvent[] = [];
    let ahead = 0;
    const readSlowly = async (): Promise<void> => {
      const options = { fetch, highWaterMark: 1 };
      for await (const event of connectEvents(`http://host/runs/${runId}`, options)) {
        slow.push(event);
        ahead = Math.max(ahead, made - slow.length);
        await new Promise(setImmediate);
      }
    };
    let second: Promise<void> | undefined;
    for await (const event of first) {
      fast.push(event);
      second ??= readSlowly();
    }
    await second;
    expect(slow).toEqual(fast);
    expect(slow).toHaveLength(502);
    expect(ahead).toBeLessThan(150);
  });
});

describe("a client of a run that ended while nobody was there", () => {
  it("has all of it", async () => {
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const source = new RunnableGenerator<string, string>(async function* source(
      _input,
      { signal },
    ) {
      yield "a";
      await new Promise(setImmediate);
      signal?.throwIfAborted();
      yield "b";
      end();
    });
    handler = eventsHandler(source);
    const { fetch } = fetchOf((request) => handler(request));
    let id = "";
    const options = { input: "x", fetch, onEventId: (next: string) => (id = next) };
    for await (const _event of connectEvents("http://host/", options)) break;
    await ended;
    const url = `http://host/runs/${id.split(".")[1] ?? ""}`;
    const told: string[] = [];
    for await (const { event } of connectEvents(url, { fetch })) told.push(event);
    expect(told).toEqual(["on_chain_start", "on_chain_stream", "on_chain_stream", "on_chain_end"]);
    const again = await Promise.all(
      ["DELETE", "DELETE"].map((method) => handler(new Request(url, { method }))),
    );
    expect(again.map(({ status }) => status)).toEqual([204, 204]);
  });
});
