import { RunCancelledError } from "@rivulet/core";
import { eventsHandler, RemoteRunnable, type EventsHandler } from "@rivulet/http";
import {
  ChatPromptTemplate,
  RunnableGenerator,
  StringOutputParser,
  type StreamEvent,
} from "@rivulet/runnables";
import { renderRunTree, rivuletMatchers, ScriptedChatModel, toRunTree } from "@rivulet/testing";
import { HttpServer } from "../support/http-server.ts";

expect.extend(rivuletMatchers);

const chain = ChatPromptTemplate.fromMessages([["human", "Tell of {topic}"]])
  .pipe(new ScriptedChatModel({ chunks: ["A ", "parrot ", "talks."] }))
  .pipe(new StringOutputParser());
const input = { topic: "parrot" };

let server: HttpServer;
let handler: EventsHandler;

afterEach(async () => {
  await handler.close();
  await server.close();
});

async function serve<Input, Output>(
  runnable: ConstructorParameters<typeof RunnableGenerator>[0] | typeof chain,
): Promise<RemoteRunnable<Input, Output>> {
  const source = typeof runnable === "function" ? new RunnableGenerator(runnable) : runnable;
  handler = eventsHandler(source);
  server = await HttpServer.start(handler);
  return new RemoteRunnable<Input, Output>(server.url, { name: "remote" });
}

describe("a remote runnable", () => {
  it("is invoked, streamed and put into chains as a local one", async () => {
    const remote = await serve<{ topic: string }, string>(chain);
    expect(await remote.invoke(input)).toBe("A parrot talks.");
    const chunks: string[] = [];
    for await (const chunk of remote.stream(input)) chunks.push(chunk);
    expect(chunks).toEqual(["A ", "parrot ", "talks."]);
    const loud = remote.pipe((text: string) => text.toUpperCase());
    expect(await loud.batch([input, input])).toEqual(["A PARROT TALKS.", "A PARROT TALKS."]);
  });

  it.each(["invoked", "streamed"])("tells what happens inside when it is %s", async (how) => {
    const remote = await serve<{ topic: string }, string>(chain);
    const events: StreamEvent[] = [];
    if (how === "streamed") {
      const stream = remote.withConfig({ tags: ["local"] }).streamEvents(input);
      for await (const event of stream) events.push(event);
    } else {
      const on_event = (event: StreamEvent): void => void events.push(event);
      await remote.invoke(input, { callbacks: [{ on_event }], tags: ["local"] });
    }
    expect(events).toObeyRunLaws();
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index));
    const tree = toRunTree(events);
    expect(renderRunTree(tree).replaceAll(/ \d.*$/gmu, "")).toContain("ScriptedChatModel");
    const model = events.find(({ event }) => event === "on_chat_model_start");
    const there = events.find(({ name }) => name === "RunnableSequence");
    expect(model?.parent_ids).toEqual([events[0]?.run_id, there?.run_id]);
    expect(model?.tags).toEqual(["seq:step:2", "local"]);
    const texts = events.flatMap((event) =>
      event.event === "on_chat_model_stream" ? [event.data.chunk.content] : [],
    );
    expect(texts).toEqual(["A ", "parrot ", "talks."]);
  });

  it("is cancelled there when it is left here", async () => {
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const remote = await serve<string, string>(async function* wait(_input, { signal }) {
      try {
        yield "first";
        await new Promise((resolve) => signal?.addEventListener("abort", resolve));
      } finally {
        end();
      }
    });
    const events: StreamEvent[] = [];
    const on_event = (event: StreamEvent): void => void events.push(event);
    for await (const _chunk of remote.stream("x", { callbacks: [{ on_event }] })) break;
    await ended;
    expect(events).toObeyRunLaws();
    expect(events.map(({ event }) => event).slice(-2)).toEqual([
      "on_chain_cancel",
      "on_chain_cancel",
    ]);
  });

  it("fails as the run there fails", async () => {
    const remote = await serve<string, string>(async function* fail() {
      yield "first";
      throw new TypeError("no such word");
    });
    const events: StreamEvent[] = [];
    const on_event = (event: StreamEvent): void => void events.push(event);
    const result = remote.invoke("x", { callbacks: [{ on_event }] });
    await expect(result).rejects.toMatchObject({ code: "REMOTE_RUN" });
    expect(events).toObeyRunLaws();
    const errors = events.flatMap((event) =>
      event.event === "on_chain_error" ? [event.data.error] : [],
    );
    expect(errors).toEqual([new TypeError("no such word"), await result.catch((e: unknown) => e)]);
    expect(errors[1]).not.toBeInstanceOf(RunCancelledError);
  });
});
