import type { AddressInfo } from "node:net";
import type { INestApplication } from "@nestjs/common";
import type { RunEvent } from "@rivulet/core";
import { connectEvents } from "@rivulet/http";
import {
  AIMessageChunk,
  BaseChatModel,
  type BaseMessage,
  type ModelOptions,
  type StreamEvent,
} from "@rivulet/runnables";
import { createParser, type EventSourceMessage } from "eventsource-parser";
import { createApp } from "../src/create-app.ts";
import { createOrderAssistant } from "../src/order-assistant.ts";
import { RunEvents } from "../src/run-events.ts";
import type { RunSettings } from "../src/run-settings.ts";

/** Streams "one", and "two" once it is let; an abort makes it fail, as it does a provider's client. */
class GatedModel extends BaseChatModel {
  starts = 0;
  readonly open: () => void;
  readonly #gate: Promise<void>;

  constructor() {
    super();
    let open = (): void => undefined;
    this.#gate = new Promise((resolve) => (open = resolve));
    this.open = open;
  }

  protected override async *_streamResponseChunks(
    _messages: readonly BaseMessage[],
    { signal }: ModelOptions,
  ): AsyncGenerator<AIMessageChunk> {
    this.starts += 1;
    yield new AIMessageChunk("one ");
    const aborted = new Promise<never>((_resolve, reject) => {
      signal?.addEventListener("abort", () => {
        reject(signal.reason as Error);
      });
    });
    await Promise.race([this.#gate, aborted]);
    yield new AIMessageChunk("two");
  }
}

let app: INestApplication;
let url: string;
let told: RunEvent[];
let onTold = (): void => undefined;

async function start(settings: Partial<RunSettings> = {}): Promise<void> {
  told = [];
  const record = (event: RunEvent): void => {
    told.push(event);
    onTold();
  };
  app = await createApp([{ on_event: record }], settings);
  await app.listen(0, "127.0.0.1");
  const { port } = app.getHttpServer().address() as AddressInfo;
  url = `http://127.0.0.1:${String(port)}/ask`;
}

async function untilTold(event: string, name: string): Promise<void> {
  while (!told.some((one) => one.event === event && one.name === name))
    await new Promise<void>((resolve) => (onTold = resolve));
}

/** Reads messages, up to one that is of a type. */
async function read(
  headers: Readonly<Record<string, string>>,
  lastType = "end",
): Promise<readonly EventSourceMessage[]> {
  const client = new AbortController();
  const { signal } = client;
  const response = await fetch(`${url}?question=Where+is+order+17`, { headers, signal });
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  const messages: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (message) => messages.push(message) });
  const decoder = new TextDecoder();
  for await (const bytes of response.body ?? []) {
    parser.feed(decoder.decode(bytes as Uint8Array, { stream: true }));
    if (messages.some(({ event }) => event === lastType)) break;
  }
  client.abort();
  return messages;
}

const typesOf = (messages: readonly EventSourceMessage[]): unknown[] =>
  messages.map(({ event }) => event);

afterEach(() => app.close());

describe("a controller with @Sse", () => {
  it("streams the events of a run, filtered, redacted, and with an end", async () => {
    await start();
    const messages = await read({});
    expect(new Set(typesOf(messages))).toEqual(
      new Set([
        ...["chain", "tool", "chat_model"].flatMap((type) =>
          ["start", "stream", "end"].map((phase) => `on_${type}_${phase}`),
        ),
        "end",
      ]),
    );
    const sent = JSON.stringify(messages);
    expect(sent).toContain("[redacted]");
    expect(sent).not.toMatch(/ada@|example\.com/);
    expect(JSON.parse(messages.at(-1)?.data ?? "")).toEqual({
      seq: (JSON.parse(messages.at(-2)?.data ?? "") as StreamEvent).seq,
    });
  });

  it("is read by connectEvents, and traced", async () => {
    await start();
    const events = connectEvents<string>(`${url}?question=Where+is+order+17`);
    const names = new Set<string>();
    for await (const { name } of events) names.add(name);
    expect(await events.output).toBe("Order 17 is on its way; [redacted] will be told.");
    expect(names).toEqual(new Set(["OrderAssistant", "findOrder", "OrderModel"]));
    await untilTold("on_chain_end", "GET /ask");
    const root = told.find(({ name }) => name === "GET /ask")?.run_id;
    expect(new Set(told.map((event) => event.parent_ids[0] ?? event.run_id))).toEqual(
      new Set([root]),
    );
  });

  it("cancels the run when its client leaves and does not come back", async () => {
    const model = new GatedModel();
    await start({ runnable: createOrderAssistant(model), graceMs: 0 });
    await read({}, "on_chat_model_stream");
    await untilTold("on_chat_model_cancel", "GatedModel");
    await untilTold("on_chain_cancel", "OrderAssistant");
    await untilTold("on_chain_cancel", "GET /ask");
    expect(app.get(RunEvents).size).toBe(0);
  });

  it("goes on behind the last event that a client has", async () => {
    const model = new GatedModel();
    await start({ runnable: createOrderAssistant(model), graceMs: 60_000 });
    const first = await read({}, "on_chat_model_stream");
    const lastId = first.at(-1)?.id ?? "";
    await untilTold("on_chain_cancel", "GET /ask");
    model.open();
    const rest = await read({ "last-event-id": lastId });
    expect(model.starts).toBe(1);
    const whole = await read({ "last-event-id": lastId.replace(/\d+$/, "0") });
    expect([...first, ...rest]).toEqual(whole);
    // Of a run that is over, and to whoever has all but the end.
    const ending = await read({ "last-event-id": whole.at(-2)?.id ?? "" });
    expect(ending).toEqual(whole.slice(-1));
  });

  it("tells no more of a failure than its kind", async () => {
    class FailingModel extends BaseChatModel {
      protected override async *_streamResponseChunks(): AsyncGenerator<AIMessageChunk> {
        throw new Error("the key sk-123 was refused");
      }
    }
    await start({ runnable: createOrderAssistant(new FailingModel()) });
    const messages = await read({}, "error");
    expect(typesOf(messages)).toContain("on_chat_model_error");
    expect(JSON.parse(messages.at(-1)?.data ?? "")).toMatchObject({ title: "The run failed" });
    expect(JSON.stringify(messages)).not.toContain("sk-123");
  });

  it("refuses what it does not understand before a stream begins", async () => {
    await start();
    const statusOf = async (query: string, id = ""): Promise<number> => {
      const response = await fetch(url + query, { headers: { "last-event-id": id } });
      await response.text();
      return response.status;
    };
    expect(await statusOf("")).toBe(400);
    expect(await statusOf("?question=a&question=b")).toBe(400);
    expect(await statusOf("?question=a", "nonsense")).toBe(400);
    expect(await statusOf("?question=a", "gone.3")).toBe(410);
    expect(told.some(({ name }) => name === "OrderAssistant")).toBe(false);
  });

  it("cancels its runs when it shuts down, and does not say that they have ended", async () => {
    await start({ runnable: createOrderAssistant(new GatedModel()) });
    // The connection is closed, at once or behind the last message.
    const reading = read({}, "error").catch(() => []);
    await untilTold("on_chat_model_stream", "GatedModel");
    await app.close();
    await untilTold("on_chain_cancel", "OrderAssistant");
    expect(typesOf(await reading)).not.toContain("end");
  });
});
