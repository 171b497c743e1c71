import { contextOf, dispatchCustomEvent, traceable, type RunManager } from "@rivulet/core";
import { startRun } from "@rivulet/core/runtime";
import { inspectRuns, RunsNotWatchedError, watchRuns } from "@rivulet/core/debug";
import { createDeferred } from "../support/signals.ts";
import { waysOut } from "../support/ways-out.ts";

let stop = (): void => undefined;

beforeEach(() => {
  jest.useFakeTimers({ now: 1_000_000 });
  stop = watchRuns();
});

afterEach(() => {
  stop();
  jest.useRealTimers();
});

function open(name: string, parent?: RunManager): RunManager {
  const context = parent?.childContext ?? contextOf([]);
  return startRun(context, { type: "tool", name, id: `id-${name}`, tags: ["t"] });
}

const names = (): readonly string[] => inspectRuns().runs.map(({ name }) => name);

describe("inspectRuns", () => {
  it("gives what is open: what it is, how old, and the last that it told", () => {
    const outer = open("outer");
    jest.advanceTimersByTime(1_000);
    const inner = open("inner", outer);
    jest.advanceTimersByTime(250);
    inner.stream("chunk");
    jest.advanceTimersByTime(50);

    expect(inspectRuns().runs).toEqual([
      {
        id: "id-outer",
        type: "tool",
        name: "outer",
        parentIds: [],
        tags: ["t"],
        ageMs: expect.closeTo(1_300, 0) as number,
        lastEvent: "on_tool_start",
        lastEventAgeMs: expect.closeTo(1_300, 0) as number,
      },
      {
        id: "id-inner",
        type: "tool",
        name: "inner",
        parentIds: ["id-outer"],
        tags: ["t"],
        ageMs: expect.closeTo(300, 0) as number,
        lastEvent: "on_tool_stream",
        lastEventAgeMs: expect.closeTo(50, 0) as number,
      },
    ]);
  });

  it("is a picture of one moment", () => {
    const run = open("a");
    const before = inspectRuns();
    run.end(1);
    expect(before.runs).toHaveLength(1);
    expect(inspectRuns().runs).toEqual([]);
  });

  it("counts a custom event as the last", async () => {
    const seen: unknown[] = [];
    await traceable(async () => {
      await dispatchCustomEvent("progress", 1);
      seen.push(inspectRuns().runs[0]?.lastEvent);
    })();
    expect(seen).toEqual(["on_custom_event"]);
  });

  it("gives a tree, also where a parent is over before its child", () => {
    const root = open("root");
    const middle = open("middle", root);
    open("leaf", middle);
    open("side", root);
    middle.end(1);
    const [tree, ...others] = inspectRuns().tree;

    expect(others).toEqual([]);
    expect(tree?.children.map(({ name }) => name)).toEqual(["leaf", "side"]);
    expect(tree?.children[0]?.children).toEqual([]);
  });

  it("gives a tree of thousands in each other", () => {
    let run = open("r0");
    for (let depth = 1; depth < 3_000; depth += 1) run = open(`r${depth}`, run);
    expect(String(inspectRuns()).split("\n")).toHaveLength(3_001);
  });

  it("is printed as a tree", () => {
    const root = open("root");
    open("a leaf\u001B[2J", root);
    jest.advanceTimersByTime(2_000);
    const text = String(inspectRuns());
    expect(text.split("\n")).toEqual([
      "2 open runs",
      "  tool root (id-root): open for 2000 ms, last on_tool_start 2000 ms ago",
      "    tool a_leaf_[2J (id-a_leaf_[2J): open for 2000 ms, last on_tool_start 2000 ms ago",
    ]);
    root.end(1);
    expect(String(inspectRuns())).toMatch(/^1 open run\n/);
  });

  it("says so where nothing is open", () => {
    expect(String(inspectRuns())).toBe("No run is open");
  });
});

describe("watchRuns", () => {
  it.each(waysOut)("keeps nothing of a run that is over, where $name", async ({ play }) => {
    jest.useRealTimers();
    let during: readonly string[] = [];
    await play({ name: "body" }, () => {
      during = names();
    });
    expect(during).toContain("body");
    expect(names()).toEqual([]);
  });

  it("does not know of runs that started before it", () => {
    stop();
    const early = open("early");
    stop = watchRuns();
    early.stream(1);
    expect(names()).toEqual([]);
  });

  it("is on until each has stopped it, once", () => {
    const stopAgain = watchRuns();
    stopAgain();
    stopAgain();
    open("a");
    expect(names()).toEqual(["a"]);
    stop();
    const call = (): unknown => inspectRuns();
    expect(call).toThrow(RunsNotWatchedError);
    expect(call).toThrow("call watchRuns() before they start");
  });

  it("knows of a run in an async function that waits", async () => {
    const { promise, resolve } = createDeferred();
    const wait = traceable(() => promise, { name: "waiting" })();
    expect(names()).toEqual(["waiting"]);
    resolve();
    await wait;
    expect(names()).toEqual([]);
  });
});
