import type { CallbackHandler } from "@rivulet/core";
import { redact } from "@rivulet/core/operators";
import { eventsHandler, langserveHandler, type EventsHandlerOptions } from "@rivulet/http";
import { RunnableGenerator, type StreamEventFilter } from "@rivulet/runnables";

const telling = new RunnableGenerator<string, string>(async function* tell() {
  yield "the key is sk-";
  yield "abcdef";
  yield " and then sk-";
});

async function framesOf(options: EventsHandlerOptions, query = ""): Promise<string> {
  const handler = eventsHandler(telling.withConfig({ tags: ["user:ada"] }), options);
  const response = await handler(
    new Request(`http://host/${query}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"input":"x"}',
    }),
  );
  const text = await response.text();
  await handler.close();
  return text;
}

function textOf(frames: string): string {
  return Array.from(frames.matchAll(/"chunk":"([^"]*)"/gu), ([, chunk = ""]) => chunk).join("");
}

const patterns = [/sk-[a-z0-9]{6,20}/u];
const hideTags = (sink: CallbackHandler): CallbackHandler =>
  redact(sink, { patterns: [/user:\w{1,20}/u] });

describe("a redaction behind a filter of the server's", () => {
  it("loses no text that waited for the end of its run", async () => {
    const frames = await framesOf({
      filter: { includeEvents: ["on_chain_stream"] },
      redact: (sink) => redact(sink, { patterns }),
    });
    expect(frames).not.toContain("on_chain_end");
    expect(textOf(frames)).toMatch(/^the key is .* and then sk-$/u);
    expect(frames).not.toContain("abcdef");
  });

  it("does not change what the filter is about", async () => {
    const frames = await framesOf({ filter: { excludeTags: ["user:ada"] }, redact: hideTags });
    expect(frames).not.toContain("on_chain");
  });
});

describe("a client's filter", () => {
  it("finds nothing that was redacted", async () => {
    const options = { redact: hideTags };
    expect(await framesOf(options, "?includeTags=user:ada")).not.toContain("on_chain");
    expect(await framesOf(options)).toContain("on_chain");
  });

  it.each(["v1", "v2"])(
    "finds nothing that was redacted in LangServe's form (%s)",
    async (version) => {
      const handler = langserveHandler(telling.withConfig({ tags: ["user:ada"] }), {
        redact: hideTags,
      });
      const ask = async (tags: string[] | undefined): Promise<string> => {
        const body = JSON.stringify({ input: "x", version, include_tags: tags });
        const headers = { "content-type": "application/json" };
        const request = new Request("http://host/stream_events", { method: "POST", headers, body });
        return (await handler(request)).text();
      };
      expect(await ask(["user:ada"])).not.toContain("on_chain");
      expect(await ask(undefined)).toContain("on_chain");
    },
  );
});

describe("a redaction that fails", () => {
  it.each<[string, () => CallbackHandler]>([
    ["rejects", () => ({ on_event: () => Promise.reject(new Error("no")) })],
    [
      "throws",
      () => ({
        on_event: () => {
          throw new Error("no");
        },
      }),
    ],
    ["gives nothing", () => undefined as never],
    [
      "can't be made",
      () => {
        throw new Error("no");
      },
    ],
  ])("and %s lets nothing out", async (_how, make) => {
    const reported: unknown[] = [];
    const frames = await framesOf({ redact: make, onError: (error) => reported.push(error) });
    expect(frames).not.toMatch(/on_chain|the key/u);
    expect(frames).toContain("event: run");
  });
});

describe("a client's config", () => {
  const config = { tags: ["public"], runName: "public", metadata: { public: true } };
  const body = JSON.stringify({ input: "x", config });
  const ask = (path: string): Request =>
    new Request(`http://host/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
  const filters: readonly [string, StreamEventFilter][] = [
    ["tags", { includeTags: ["public"] }],
    ["runName", { includeNames: ["public"] }],
    ["metadata", { metadata: { public: true } }],
    ["tags", { where: ({ tags }) => tags.includes("public") }],
  ];

  it.each(filters)("does not let out what the server's filter keeps: %s", async (key, filter) => {
    const handler = eventsHandler(telling, { filter });
    const response = await handler(ask(""));
    expect(response.status).toBe(422);
    expect(await response.text()).toContain(`/config/${key}`);
    await handler.close();
    const langserve = langserveHandler(telling, { filter });
    const text = await (await langserve(ask("stream_events"))).text();
    expect(text).toContain("event: end");
    expect(text).not.toContain("on_chain");
  });

  it("is taken where the filter asks about something else, or the server says so", async () => {
    for (const options of [
      { filter: { includeTypes: ["chain"], excludeTags: ["private"] } },
      { filter: { includeTags: ["public"] }, configKeys: ["tags", "runName", "metadata"] },
    ] satisfies EventsHandlerOptions[]) {
      const handler = eventsHandler(telling, options);
      expect(await (await handler(ask(""))).text()).toContain('"tags":["public"]');
      await handler.close();
    }
  });
});
