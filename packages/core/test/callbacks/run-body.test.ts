import { CallbackManager, configure, contextOf, type RunManager } from "@rivulet/core";
import { CancelScope, runBody, startRun } from "@rivulet/core/runtime";
import { outline, recordEvents, type RecordingHandler } from "../support/record-events.ts";
import { createDeferred } from "../support/signals.ts";

afterEach(() => {
  jest.useRealTimers();
  configure({ cancelTimeoutMs: 1_000 });
});

function start(
  name: string,
  callbacks: readonly RecordingHandler[] = [],
  scope = new CancelScope(),
): RunManager {
  return startRun(contextOf(callbacks).withScope(scope), { type: "chain", name });
}

describe("runBody", () => {
  it("gives the output of a synchronous body itself, when the run has ended", () => {
    const recorder = recordEvents();
    expect(runBody(start("run", [recorder]), () => 1)).toBe(1);
    expect(outline(recorder.events)).toEqual(["run start", "run end"]);
  });

  it("throws what a synchronous body throws, and the reason where the scope was cancelled", () => {
    const recorder = recordEvents();
    const broken = new Error("broken");
    const scope = new CancelScope();
    expect(() =>
      runBody(start("failing", [recorder]), () => {
        throw broken;
      }),
    ).toThrow(broken);
    const cancelled = start("cancelled", [recorder], scope);
    expect(() =>
      runBody(cancelled, () => {
        scope.cancel(new Error("enough"));
      }),
    ).toThrow("enough");
    expect(outline(recorder.events)).toEqual([
      "failing start",
      "failing error",
      "cancelled start",
      "cancelled cancel",
    ]);
  });

  it("closes the run's own scope on every way out", async () => {
    const bodies: readonly (() => unknown)[] = [
      () => 1,
      async () => 1,
      () => {
        throw new Error("broken");
      },
      async () => Promise.reject(new Error("broken")),
    ];
    for (const body of bodies) {
      const scope = new CancelScope();
      const close = jest.spyOn(scope, "close");
      try {
        await runBody(start("run", [], scope), body, scope);
      } catch (error) {
        expect(error).toEqual(new Error("broken"));
      }
      expect(close).toHaveBeenCalledTimes(1);
    }
  });

  it("waits for the promise of a run inside it no longer than for any other, where that has another scope", async () => {
    jest.useFakeTimers({ doNotFake: ["setImmediate"] });
    configure({ cancelTimeoutMs: 300 });
    const recorder = recordEvents();
    const scope = new CancelScope();
    const elsewhere = createDeferred<number>();
    const outer = start("outer", [recorder], scope);
    const result = runBody(outer, () => {
      const context = CallbackManager.forChildrenOf(outer).context.withScope(new CancelScope());
      return runBody(startRun(context, { type: "chain", name: "inner" }), () => elsewhere.promise);
    });
    const failure = Promise.resolve(result).catch((error: unknown) => error);
    scope.cancel("enough");
    await jest.advanceTimersByTimeAsync(300);
    expect(await failure).toBe("enough");
    elsewhere.resolve(1);
    await jest.advanceTimersByTimeAsync(0);
    expect(outline(recorder.events)).toEqual([
      "outer start",
      "inner start",
      "outer cancel",
      "inner end",
    ]);
  });
});
