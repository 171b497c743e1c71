import { configure, RunCancelledError, RunTimeoutError } from "@rivulet/core";
import { linkSignal, linkTimeout } from "@rivulet/core/runtime";
import { openRoot } from "../support/open-root.ts";
import { phasesOf, recordEvents, type RecordingHandler } from "../support/record-events.ts";
import { findViolations } from "../support/run-laws.ts";
import { nextTurn, settleMicrotasks } from "../support/signals.ts";
import {
  createScript,
  failure,
  streamKinds,
  syncStreamKinds,
  type Reader,
} from "../support/stream-kinds.ts";

async function readAll(reader: Reader): Promise<number[]> {
  const values: number[] = [];
  for (;;) {
    const value = await reader.read();
    if (value === undefined) return values;
    values.push(value);
  }
}

function endRoot(root: ReturnType<typeof openRoot>): void {
  if (root.scope.isCancelled) root.run.cancel(root.scope.reason);
  else root.run.end("done");
}

function terminalOf(recorder: RecordingHandler): unknown {
  return recorder.events.filter((event) => event.name === "body").at(-1)?.data;
}

afterEach(() => {
  configure({ cancelTimeoutMs: 1_000 });
});

describe.each([...streamKinds, ...syncStreamKinds])("a traced $name", ({ name, open }) => {
  it("ends with the sum of its chunks when it was consumed", async () => {
    const recorder = recordEvents();
    const root = openRoot([recorder]);
    await root.enter(async () => readAll(await open(createScript())));
    endRoot(root);
    expect(phasesOf(recorder.events, "body")).toEqual([
      "start",
      "stream 1",
      "stream 2",
      "stream 3",
      "end",
    ]);
    expect(terminalOf(recorder)).toEqual({ input: [], output: 3 });
    expect(findViolations(recorder.events)).toEqual([]);
  });

  it("hands on the same chunks, failures and leaves with nobody listening", async () => {
    expect(await readAll(await open(createScript()))).toEqual([1, 2, 3]);
    await expect(open(createScript({ failsAt: 1 })).then(readAll)).rejects.toBe(failure);
    const script = createScript();
    const reader = await open(script);
    await reader.read();
    await reader.leave();
    expect(script.isFinalized).toBe(true);
  });

  it.each([0, 1])("fails with what its body throws at chunk %i", async (failsAt) => {
    const recorder = recordEvents();
    const root = openRoot([recorder]);
    await expect(
      root.enter(async () => readAll(await open(createScript({ failsAt })))),
    ).rejects.toBe(failure);
    endRoot(root);
    const chunks = failsAt === 0 ? [] : ["stream 1"];
    expect(phasesOf(recorder.events, "body")).toEqual(["start", ...chunks, "error"]);
    expect(terminalOf(recorder)).toMatchObject({ error: failure });
    expect(findViolations(recorder.events)).toEqual([]);
  });

  it("is cancelled, with its finally blocks run, when its consumer leaves in the middle", async () => {
    const recorder = recordEvents();
    const root = openRoot([recorder]);
    const script = createScript();
    await root.enter(async () => {
      const reader = await open(script);
      await reader.read();
      await reader.leave();
      expect(script.isFinalized).toBe(true);
    });
    endRoot(root);
    expect(phasesOf(recorder.events, "body").filter((phase) => phase !== "stream 2")).toEqual([
      "start",
      "stream 1",
      "cancel",
    ]);
    expect((terminalOf(recorder) as { reason: unknown }).reason).toBeInstanceOf(RunCancelledError);
    expect(findViolations(recorder.events)).toEqual([]);
  });

  it("has no run, or one that was cancelled, when its consumer leaves before the first chunk", async () => {
    const recorder = recordEvents();
    const root = openRoot([recorder]);
    await root.enter(async () => (await open(createScript())).leave());
    endRoot(root);
    const expected = name.endsWith("generator function") ? [] : ["start", "cancel"];
    expect(phasesOf(recorder.events, "body")).toEqual(expected);
    expect(findViolations(recorder.events)).toEqual([]);
  });

  it("is cancelled with the reason of the scope around it, before the first chunk", async () => {
    const recorder = recordEvents();
    const root = openRoot([recorder]);
    const reader = await root.enter(() => open(createScript()));
    root.scope.cancel("enough");
    await expect(reader.read()).rejects.toBe("enough");
    await nextTurn();
    endRoot(root);
    expect(phasesOf(recorder.events, "body")).toEqual(["start", "cancel"]);
    expect(terminalOf(recorder)).toMatchObject({ reason: "enough" });
    expect(findViolations(recorder.events)).toEqual([]);
  });

  it("is cancelled between two chunks, and its busy consumer learns the reason once", async () => {
    const recorder = recordEvents();
    const root = openRoot([recorder]);
    const script = createScript();
    const reader = await root.enter(() => open(script));
    await root.enter(() => reader.read());
    const controller = new AbortController();
    linkSignal(root.scope, controller.signal);
    controller.abort("enough");
    await nextTurn();
    expect(script.isFinalized).toBe(true);
    expect(phasesOf(recorder.events, "body").at(-1)).toBe("cancel");
    const outcomes: unknown[] = [];
    for (let left = 5; left > 0; left -= 1) {
      const outcome = await reader.read().catch((reason: unknown) => reason);
      outcomes.push(outcome);
      if (outcome === "enough") break;
    }
    expect(outcomes.at(-1)).toBe("enough");
    endRoot(root);
    expect(findViolations(recorder.events)).toEqual([]);
  });

  it("is cancelled at once when it is called in a scope that was cancelled before", async () => {
    const recorder = recordEvents();
    const root = openRoot([recorder]);
    root.scope.cancel("too late");
    await expect(root.enter(async () => (await open(createScript())).read())).rejects.toBe(
      "too late",
    );
    await nextTurn();
    endRoot(root);
    expect(phasesOf(recorder.events, "body")).toEqual(["start", "cancel"]);
    expect(findViolations(recorder.events)).toEqual([]);
  });
});

describe.each(streamKinds)("a traced $name that waits", ({ name, open }) => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ["setImmediate", "performance"] });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  const ways: readonly {
    readonly way: string;
    readonly cancel: (root: ReturnType<typeof openRoot>) => void;
    readonly reason: unknown;
  }[] = [
    {
      way: "an abort",
      cancel: ({ scope }) => {
        const controller = new AbortController();
        linkSignal(scope, controller.signal);
        controller.abort("stop");
      },
      reason: "stop",
    },
    {
      way: "a timeout",
      cancel: ({ scope }) => {
        linkTimeout(scope, 500, "root");
        jest.advanceTimersByTime(500);
      },
      reason: expect.any(RunTimeoutError),
    },
  ];

  it.each(ways)(
    "is held by a body that ignores $way for cancelTimeoutMs at most",
    async ({ cancel, reason }) => {
      configure({ cancelTimeoutMs: 200 });
      const recorder = recordEvents();
      const root = openRoot([recorder]);
      const script = createScript({ stallsAt: 1 });
      const reader = await root.enter(() => open(script));
      await reader.read();
      const pending = reader.read().catch((error: unknown) => ({ error }));
      await settleMicrotasks();
      cancel(root);
      await nextTurn();
      jest.advanceTimersByTime(200);
      expect(await pending).toEqual({ error: reason });
      await nextTurn();
      expect(phasesOf(recorder.events, "body")).toEqual(["start", "stream 1", "cancel"]);
      expect(terminalOf(recorder)).toMatchObject({ reason });
      script.stall.resolve();
      await nextTurn();
      endRoot(root);
      expect(findViolations(recorder.events)).toEqual([]);
    },
  );

  it("lets a consumer leave while it waits for a chunk", async () => {
    configure({ cancelTimeoutMs: 200 });
    const recorder = recordEvents();
    const root = openRoot([recorder]);
    const script = createScript({ stallsAt: 1 });
    const reader = await root.enter(() => open(script));
    await reader.read();
    const pending = reader.read();
    await settleMicrotasks();
    const leaving = reader.leave();
    await nextTurn();
    jest.advanceTimersByTime(200);
    await leaving;
    if (name !== "observable") expect(await pending).toBeUndefined();
    expect(phasesOf(recorder.events, "body")).toEqual(["start", "stream 1", "cancel"]);
    script.stall.resolve();
    await nextTurn();
    endRoot(root);
    expect(findViolations(recorder.events)).toEqual([]);
  });
});
