import { AsyncLocalStorage } from "node:async_hooks";
import { tracingChannel, type TracingChannelSubscribers } from "node:diagnostics_channel";
import {
  configure,
  contextOf,
  dispatchCustomEvent,
  getCurrentRun,
  traceable,
  type CallbackHandler,
} from "@rivulet/core";
import { enterRun, startRun } from "@rivulet/core/runtime";
import { hook, runChannelName, type RunMessage } from "@rivulet/core/debug";
import { recordEvents } from "../support/record-events.ts";
import { findViolations } from "../support/run-laws.ts";
import { nextTurn } from "../support/signals.ts";
import { bodyFailure, waysOut } from "../support/ways-out.ts";

const channels = tracingChannel<unknown, RunMessage>(runChannelName);
const undo: (() => void)[] = [];

afterEach(() => {
  for (const one of undo.splice(0)) one();
  configure({ callbacks: [] });
  expect(channels.hasSubscribers).toBe(false);
});

/** Notes which message came on which channel, with a copy of it as it was. */
function subscribe(): {
  readonly on: string;
  readonly message: RunMessage;
  readonly copy: RunMessage;
}[] {
  const told: { on: string; message: RunMessage; copy: RunMessage }[] = [];
  const note = (on: string) => (message: RunMessage) => {
    told.push({ on, message, copy: { ...message } });
  };
  const subscribers: TracingChannelSubscribers<RunMessage> = {
    start: note("start"),
    end: note("end"),
    asyncStart: note("asyncStart"),
    asyncEnd: note("asyncEnd"),
    error: note("error"),
  };
  channels.subscribe(subscribers);
  undo.push(() => {
    channels.unsubscribe(subscribers);
  });
  return told;
}

/** Binds a store to the start of runs, as an APM does that makes a span of each. */
function bindSpans(): { readonly store: AsyncLocalStorage<string>; readonly spans: string[] } {
  const store = new AsyncLocalStorage<string>();
  const spans: string[] = [];
  channels.start.bindStore(store, (message) => {
    const span = [store.getStore(), message.name].filter(Boolean).join("/");
    spans.push(span);
    return span;
  });
  undo.push(() => {
    channels.start.unbindStore(store);
  });
  return { store, spans };
}

describe("the tracing channel rivulet:run", () => {
  it.each(waysOut)(
    "tells the whole life of a run, once each, where $name",
    async ({ play, ending }) => {
      const told = subscribe();
      await play({ name: "body", type: "tool", tags: ["t"], metadata: { m: 1 } });
      const ofBody = told.filter(({ message }) => message.name === "body");

      expect(ofBody.map(({ on }) => on)).toEqual([
        "start",
        "end",
        ...(ending === "end" ? [] : ["error"]),
        "asyncStart",
        "asyncEnd",
      ]);
      expect(new Set(ofBody.map(({ message }) => message)).size).toBe(1);
      expect(ofBody[0]?.copy).toMatchObject({ type: "tool", tags: ["t"], metadata: { m: 1 } });
      expect(ofBody.at(-1)?.copy.outcome).toBe(ending);
    },
  );

  it("carries input and output, and the ids of the runs around", async () => {
    const told = subscribe();
    const inner = traceable(async (n: number) => n + 1, { name: "inner" });
    await traceable(async (n: number) => inner(n), { name: "outer" })(1);

    const [outer, inside] = told.map(({ copy }) => copy);
    expect(outer).toMatchObject({ name: "outer", input: 1, parentIds: [] });
    expect(inside).toMatchObject({ name: "inner", input: 1, parentIds: [outer?.id] });
    expect(outer).not.toHaveProperty("output");
    expect(told.at(-1)?.copy).toMatchObject({ name: "outer", output: 2, outcome: "end" });
  });

  it("carries what a run failed with, or why it was cancelled", () => {
    const told = subscribe();
    const fail = traceable(() => {
      throw bodyFailure;
    });
    expect(fail).toThrow(bodyFailure);
    startRun(contextOf([]), { type: "llm", name: "left" }).cancel("left");
    const errors = told.filter(({ on }) => on === "error").map(({ message }) => message.error);
    expect(errors).toEqual([bodyFailure, "left"]);
  });

  it("carries an input that becomes known at the end", () => {
    const told = subscribe();
    startRun(contextOf([]), { type: "parser", name: "late" }).end("out", { value: "in" });
    expect(told[0]?.copy).not.toHaveProperty("input");
    expect(told.at(-1)?.copy).toMatchObject({ input: "in", output: "out" });
  });

  it("tells of the runs that start while somebody subscribes, and of no others", () => {
    const early = startRun(contextOf([]), { type: "tool", name: "early" });
    const told = subscribe();
    const open = startRun(contextOf([]), { type: "tool", name: "open" });
    early.end(1);
    for (const one of undo.splice(0)) one();
    startRun(contextOf([]), { type: "tool", name: "late" }).end(1);
    open.end(1);
    expect(told.map(({ on, message }) => `${on} ${message.name}`)).toEqual(["start open"]);
  });

  it("tells nothing of a body that is entered when its run is over", () => {
    const told = subscribe();
    const run = startRun(contextOf([]), { type: "tool", name: "over" });
    run.end(1);
    const before = told.length;
    expect(enterRun(run, () => getCurrentRun())).toBe(run);
    expect(told).toHaveLength(before);
  });

  it("tells the start of a run that a listener begins before its body", () => {
    const told = subscribe();
    const order: string[] = [];
    const handler: CallbackHandler = {
      filter: { includeNames: ["outer"] },
      on_chain_start: () => {
        traceable(
          (_: string) => order.push(...told.map(({ on, message }) => `${on} ${message.name}`)),
          { name: "inner" },
        )("x");
      },
    };
    configure({ callbacks: [handler] });
    traceable(() => 1, { name: "outer" })();
    expect(order).toContain("start inner");
    const inner = told.filter(({ message }) => message.name === "inner");
    expect(inner.map(({ on }) => on)).toEqual(["start", "end", "asyncStart", "asyncEnd"]);
    expect(inner[0]?.message.input).toBe("x");
  });

  it.each(waysOut)("changes nothing where $name", async ({ play }) => {
    const alone = recordEvents();
    configure({ callbacks: [alone] });
    const expected = await play({ name: "body" });
    subscribe();
    bindSpans();
    const beside = recordEvents();
    configure({ callbacks: [beside] });

    expect(await play({ name: "body" })).toEqual(expected);
    expect(beside.events.map(({ event }) => event)).toEqual(alone.events.map(({ event }) => event));
    expect(findViolations(beside.events)).toEqual([]);
  });
});

describe("a store that is bound to its start", () => {
  it.each(waysOut)("is active in the body, made once, where $name", async ({ play }) => {
    const { store, spans } = bindSpans();
    const seen: unknown[] = [];
    await play({ name: "body" }, () => {
      seen.push(store.getStore()?.split("/").at(-1), getCurrentRun()?.name);
    });
    expect(seen.length).toBeGreaterThan(0);
    expect(new Set(seen)).toEqual(new Set(["body"]));
    expect(spans.filter((span) => span.endsWith("body"))).toHaveLength(1);
    expect(store.getStore()).toBeUndefined();
  });

  it("nests as the runs do, across awaits, timers and yields", async () => {
    const { store, spans } = bindSpans();
    const seen: unknown[] = [];
    const leaf = traceable(
      async () => {
        await nextTurn();
        seen.push(store.getStore());
      },
      { name: "leaf" },
    );
    const branch = traceable(
      async function* () {
        await leaf();
        yield 1;
        seen.push(store.getStore());
        await leaf();
      },
      { name: "branch" },
    );
    await traceable(
      async () => {
        for await (const _ of branch()) seen.push(store.getStore());
      },
      { name: "root" },
    )();

    expect(spans).toEqual(["root", "root/branch", "root/branch/leaf", "root/branch/leaf"]);
    expect(seen).toEqual(["root/branch/leaf", "root", "root/branch", "root/branch/leaf"]);
  });

  it("keeps two roots that interleave apart", async () => {
    const { store } = bindSpans();
    const work = (name: string): Promise<unknown> =>
      traceable(
        async () => {
          await nextTurn();
          return store.getStore();
        },
        { name },
      )();
    expect(await Promise.all([work("a"), work("b")])).toEqual(["a", "b"]);
  });

  it("is active when the run's end is told", async () => {
    const { store } = bindSpans();
    const seen: unknown[] = [];
    const subscribers = {
      asyncEnd: () => seen.push(store.getStore()),
    } as unknown as TracingChannelSubscribers<RunMessage>;
    channels.subscribe(subscribers);
    undo.push(() => {
      channels.unsubscribe(subscribers);
    });
    await traceable(async () => 1, { name: "body" })();
    expect(seen).toEqual(["body"]);
  });

  it("is there beside what hooks and handlers make active, whoever came first", async () => {
    const ofHook = new AsyncLocalStorage<string>();
    const ofHandler = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    undo.push(hook({}, { around: (_run, next) => ofHook.run("hook", next) }));
    configure({ callbacks: [{ around: (_run, next) => ofHandler.run("handler", next) }] });
    const { store } = bindSpans();
    await traceable(
      async () => {
        await nextTurn();
        seen.push(store.getStore(), ofHook.getStore(), ofHandler.getStore());
        await dispatchCustomEvent("seen", 1);
      },
      { name: "body" },
    )();
    expect(seen).toEqual(["body", "hook", "handler"]);
  });
});
