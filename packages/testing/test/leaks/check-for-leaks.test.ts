import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import {
  CallbackManager,
  configure,
  RivuletError,
  traceable,
  type RunManager,
} from "@rivulet/core";
import { StringOutputParser } from "@rivulet/runnables";
import {
  checkForLeaks,
  createLeakCheck,
  EventRecorder,
  LeakError,
  ScriptedChatModel,
} from "@rivulet/testing";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as NodeJS.GCFunction;

const chain = new ScriptedChatModel({ chunks: ["Hel", "lo"] }).pipe(new StringOutputParser());

function openRun(name: string): RunManager {
  return new CallbackManager().startRun({ type: "tool", name });
}

async function leakOf(check: Promise<unknown>): Promise<LeakError> {
  try {
    await check;
  } catch (error) {
    if (error instanceof LeakError) return error;
    throw error;
  }
  throw new Error("Nothing leaked.");
}

// Set, not deleted: where another test file made V8 expose it, a deleted one shines through again.
beforeEach(() => {
  Reflect.set(globalThis, "gc", undefined);
});

afterEach(() => {
  configure({ callbacks: [] });
});

describe("checkForLeaks", () => {
  it("gives back what the body returns, when nothing leaked", async () => {
    globalThis.gc = gc;
    await expect(checkForLeaks(() => chain.invoke("hi"))).resolves.toBe("Hello");
    await expect(checkForLeaks(() => 5)).resolves.toBe(5);
  });

  it("finds nothing after a loop that was left", async () => {
    globalThis.gc = gc;
    await checkForLeaks(async () => {
      for await (const _ of chain.streamEvents("hi")) break;
      for await (const _ of chain.stream("hi")) break;
    });
  });

  it("finds a run that is still open", async () => {
    let run: RunManager | undefined;
    const leak = await leakOf(
      checkForLeaks(() => {
        run = openRun("fetch");
        traceable(() => 1, { name: "fine" })();
      }),
    );
    expect(leak).toBeInstanceOf(RivuletError);
    expect(leak.code).toBe("LEAK");
    expect(leak.report).toEqual({
      openRuns: [{ id: run?.id, name: "fetch", type: "tool" }],
      retainedRuns: [],
      retainedEventCount: 0,
    });
    expect(leak.message).toBe(
      `1 run is still open: end, cancel or consume what was started.\n  fetch (tool) #${run?.id}`,
    );
    run?.end(1);
  });

  it("finds events that are kept", async () => {
    globalThis.gc = gc;
    const recorder = new EventRecorder();
    configure({ callbacks: [recorder] });
    const leak = await leakOf(checkForLeaks(() => chain.invoke("hi")));
    expect(leak.report.openRuns).toEqual([]);
    expect(leak.report.retainedRuns.map(({ name }) => name)).toEqual([
      "RunnableSequence",
      "ScriptedChatModel",
      "StringOutputParser",
    ]);
    expect(leak.report.retainedEventCount).toBe(8);
    expect(leak.message).toContain(
      "3 ended runs are still reachable, with 8 of their events: let go of recorders, streams and listeners that keep them.\n  RunnableSequence (chain) #",
    );
    recorder.clear();
  });

  it("is patient with events that go only when others have gone", async () => {
    globalThis.gc = gc;
    const recorder = new EventRecorder();
    configure({ callbacks: [recorder] });
    // Each of these objects goes in a round of its own, and the last takes the events along.
    let links = 5;
    const registry = new FinalizationRegistry<undefined>(() => {
      links -= 1;
      if (links > 0) registry.register({}, undefined);
      else recorder.clear();
    });
    await checkForLeaks(async () => {
      await chain.invoke("hi");
      registry.register({}, undefined);
    });
    expect(links).toBe(0);
  });

  it("finds a run that is kept, without any of its events", async () => {
    globalThis.gc = gc;
    const kept: RunManager[] = [];
    const leak = await leakOf(
      checkForLeaks(() => {
        const root = openRun("root");
        const child = new CallbackManager(root.childContext).startRun({
          type: "llm",
          name: "child",
        });
        child.end(1);
        root.end(1);
        kept.push(child);
      }),
    );
    expect(leak.report.retainedRuns).toEqual([{ id: kept[0]?.id, name: "child", type: "llm" }]);
    expect(leak.report.retainedEventCount).toBe(0);
    expect(leak.message).toContain("1 ended run is still reachable, with 0 of their events");
  });

  it("does not look for what is kept where it is told not to, or cannot", async () => {
    const recorder = new EventRecorder();
    configure({ callbacks: [recorder] });
    await checkForLeaks(() => chain.invoke("hi"));
    globalThis.gc = gc;
    await checkForLeaks(() => chain.invoke("hi"), { retained: false });
    expect(recorder.events).toHaveLength(16);
  });

  it("tells of open runs and kept ones together, the first ten by name", async () => {
    globalThis.gc = gc;
    const kept = new EventRecorder();
    configure({ callbacks: [kept] });
    const runs: RunManager[] = [];
    const leak = await leakOf(
      checkForLeaks(() => {
        for (let index = 0; index < 12; index += 1) runs.push(openRun(`run${index}`));
        openRun("over").end(1);
      }),
    );
    expect(leak.message).toMatch(/^12 runs are still open: .*\n {2}run0 \(tool\) #/);
    expect(leak.message).toMatch(/ {2}run9 .*\n {2}… and 2 more\n1 ended run is still reachable/);
    for (const run of runs) run.end(1);
    expect(kept.events).toHaveLength(26);
  });

  it("leaves the body's own failure alone, and watches no longer", async () => {
    const error = new Error("body");
    await expect(
      checkForLeaks(() => {
        openRun("open");
        throw error;
      }),
    ).rejects.toBe(error);
    expect(openRun("later").isObserved).toBe(false);
  });

  it("works under fake timers", async () => {
    globalThis.gc = gc;
    jest.useFakeTimers();
    try {
      await expect(checkForLeaks(() => chain.invoke("hi"))).resolves.toBe("Hello");
    } finally {
      jest.useRealTimers();
    }
  });
});

describe("createLeakCheck", () => {
  it("watches until it is finished, once", async () => {
    const before = openRun("before");
    const check = createLeakCheck();
    const during = openRun("during");
    before.end(1);
    const leak = await leakOf(check.finish());
    expect(leak.report.openRuns.map(({ name }) => name)).toEqual(["during"]);
    await expect(check.finish()).resolves.toBeUndefined();
    during.end(1);
  });

  it("can be abandoned", async () => {
    const check = createLeakCheck();
    openRun("open");
    check.abandon();
    await expect(check.finish()).resolves.toBeUndefined();
  });
});
