import { AsyncLocalStorage } from "node:async_hooks";
import { tracingChannel } from "node:diagnostics_channel";
import { contextOf, getCurrentRun, traceable, type RunType } from "@rivulet/core";
import { startRun } from "@rivulet/core/runtime";
import { enableDebug, hook, runChannelName, watchRuns, type RunHooks } from "@rivulet/core/debug";
import { promisesPerRun } from "@rivulet/test-support";

afterEach(() => {
  jest.restoreAllMocks();
});

/** How often the clock is read, once for each event that is built, while one run tells ten chunks. */
function eventsOfRun(type: RunType = "tool", name = "search"): number {
  const now = jest.spyOn(performance, "now");
  const run = startRun(contextOf([]), { type, name });
  for (let chunk = 0; chunk < 10; chunk += 1) run.stream(chunk);
  run.end(1);
  const calls = now.mock.calls.length;
  now.mockRestore();
  return calls;
}

const nothing = (): void => undefined;

describe("where @rivulet/core/debug is imported and nothing of it is used, a run", () => {
  const channels = tracingChannel(runChannelName);

  it("builds 0 events and publishes 0 messages", () => {
    const spies = [channels.start, channels.end, channels.asyncStart, channels.asyncEnd].flatMap(
      (channel) => [jest.spyOn(channel, "publish"), jest.spyOn(channel, "runStores")],
    );
    expect(eventsOfRun()).toBe(0);
    expect(spies.map((spy) => spy.mock.calls.length)).toEqual(spies.map(() => 0));
  });

  it("is observed by nobody, and not entered as the ambient run", () => {
    const run = startRun(contextOf([]), { type: "tool", name: "search" });
    expect([run.isObserved, run.isAmbient]).toEqual([false, false]);
  });

  it("makes no more promises than without", async () => {
    expect(await promisesPerRun(() => traceable(async () => 1)())).toBeLessThanOrEqual(6);
  });

  it("is so again when the last subscriber has gone", () => {
    const store = new AsyncLocalStorage<object>();
    channels.start.subscribe(nothing);
    channels.end.bindStore(store);
    expect(eventsOfRun()).toBe(2);
    channels.start.unsubscribe(nothing);
    expect(eventsOfRun()).toBe(2);
    channels.end.unbindStore(store);
    expect(eventsOfRun()).toBe(0);
  });

  it("builds no event of a chunk for the channel", () => {
    channels.start.subscribe(nothing);
    expect(eventsOfRun()).toBe(2);
    channels.start.unsubscribe(nothing);
  });
});

describe("the events that a run of ten chunks builds", () => {
  it.each<[number, string, RunHooks]>([
    [12, "every phase", { onStart: nothing, onChunk: nothing, onEnd: nothing }],
    [2, "start and end", { onStart: nothing, onEnd: nothing }],
    [1, "the end", { onEnd: nothing }],
    [0, "errors", { onError: nothing, onCancel: nothing }],
    [0, "around alone", { around: (_run, next) => next() }],
  ])("are %d for hooks of %s", (events, _what, hooks) => {
    const unhook = hook({ type: "tool", name: /search/ }, hooks);
    expect(eventsOfRun()).toBe(events);
    expect(eventsOfRun("llm")).toBe(0);
    expect(eventsOfRun("tool", "other")).toBe(0);
    unhook();
    expect(eventsOfRun()).toBe(0);
  });

  it.each<[number, string]>([
    [12, "rivulet:*"],
    [2, "rivulet:tool:*,-rivulet:*:stream"],
    // A chunk is told with the time since the line before: its run's start and end are heard as well.
    [12, "rivulet:*:stream"],
    [0, "rivulet:llm:*"],
  ])("are %d for lines of %s", (events, namespaces) => {
    const debug = jest.requireActual<{ log(line: string): void; disable(): string }>("debug");
    jest.spyOn(debug, "log").mockImplementation(nothing);
    const disable = enableDebug({ namespaces });
    expect(eventsOfRun()).toBe(events);
    disable();
    debug.disable();
    expect(eventsOfRun()).toBe(0);
  });

  it("are 12 while runs are watched, and 0 after", () => {
    const stop = watchRuns();
    expect(eventsOfRun()).toBe(12);
    stop();
    expect(eventsOfRun()).toBe(0);
  });
});

describe("hooks for other types", () => {
  it("are asked 0 times by a run, of 100 such hooks", () => {
    const name = /./u;
    const unhooks = Array.from({ length: 100 }, () =>
      hook({ type: ["llm", "parser"], name }, { onEnd: nothing, around: (_run, next) => next() }),
    );
    const mine = hook({ type: "tool", name }, { onEnd: nothing });
    // What is found out once for a list of listeners is found out here.
    eventsOfRun();
    const test = jest.spyOn(RegExp.prototype, "test");
    const has = jest.spyOn(Set.prototype, "has");
    startRun(contextOf([]), { type: "tool", name: "search" }).end(1);
    const calls = [test.mock.calls.length, has.mock.calls.length];
    jest.restoreAllMocks();
    for (const unhook of [...unhooks, mine]) unhook();
    expect(calls).toEqual([1, 1]);
    expect(getCurrentRun()).toBeUndefined();
  });
});
