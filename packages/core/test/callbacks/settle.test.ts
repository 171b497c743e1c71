import { configure } from "@rivulet/core";
import { CancelScope, settle, waitAtMost } from "@rivulet/core/runtime";
import { collectUnhandled, createDeferred } from "../support/signals.ts";

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ["setImmediate"] });
});

afterEach(() => {
  jest.useRealTimers();
  configure({ cancelTimeoutMs: 1_000 });
});

async function stateOf(promise: Promise<unknown>): Promise<unknown> {
  const pending = Symbol("pending");
  let state: unknown = pending;
  promise.then(
    (value) => {
      state = { value };
    },
    (error: unknown) => {
      state = { error };
    },
  );
  await jest.advanceTimersByTimeAsync(0);
  return state === pending ? "pending" : state;
}

describe("settle", () => {
  it("answers as the promise does, and leaves the scope as it was", async () => {
    const scope = new CancelScope();
    const remove = jest.spyOn(scope, "remove");
    expect(await stateOf(settle(Promise.resolve(1), scope))).toEqual({ value: 1 });
    expect(await stateOf(settle(Promise.reject(new Error("no")), scope))).toEqual({
      error: new Error("no"),
    });
    expect(remove).toHaveBeenCalledTimes(2);
    scope.cancel("stop");
    expect(jest.getTimerCount()).toBe(0);
  });

  it("gives a cancelled body cancelTimeoutMs, then rejects with the reason and ignores what comes", async () => {
    configure({ cancelTimeoutMs: 300 });
    for (const finish of ["resolve", "reject"] as const) {
      const scope = new CancelScope();
      const body = createDeferred<unknown>();
      const settled = settle(body.promise, scope);
      const unhandled = await collectUnhandled(async () => {
        scope.cancel("stop");
        await jest.advanceTimersByTimeAsync(299);
        expect(await stateOf(settled)).toBe("pending");
        await jest.advanceTimersByTimeAsync(1);
        expect(await stateOf(settled)).toEqual({ error: "stop" });
        body[finish]("late");
      });
      expect(unhandled).toEqual([]);
    }
  });

  it.each(["resolve", "reject"] as const)(
    "replaces the outcome of a body that finished in time (%s) by the reason",
    async (finish) => {
      const scope = new CancelScope();
      const body = createDeferred<unknown>();
      const settled = settle(body.promise, scope);
      scope.cancel("stop");
      body[finish]("outcome");
      expect(await stateOf(settled)).toEqual({ error: "stop" });
      expect(jest.getTimerCount()).toBe(0);
    },
  );

  it("starts the delay at once in a scope that was cancelled before", async () => {
    const scope = new CancelScope();
    scope.cancel("stop");
    const settled = settle(new Promise(() => undefined), scope);
    settled.catch(() => undefined);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await stateOf(settled)).toEqual({ error: "stop" });
  });
});

describe("waitAtMost", () => {
  it("answers as the promise does, in time", async () => {
    expect(await stateOf(waitAtMost(Promise.resolve(1), 10))).toEqual({ value: 1 });
    expect(await stateOf(waitAtMost(Promise.reject(new Error("no")), 10))).toEqual({
      error: new Error("no"),
    });
    expect(jest.getTimerCount()).toBe(0);
  });

  it("answers undefined when the time is over, and does not mind what comes later", async () => {
    const late = createDeferred();
    const waiting = waitAtMost(late.promise, 10);
    const unhandled = await collectUnhandled(async () => {
      await jest.advanceTimersByTimeAsync(10);
      late.reject("late");
    });
    expect(await waiting).toBeUndefined();
    expect(unhandled).toEqual([]);
  });
});

describe("settle with a thenable that answers at once", () => {
  it("starts no delay where the body finished while the scope is being cancelled", async () => {
    const scope = new CancelScope();
    let finish: ((value: string) => void) | undefined;
    const thenable = {
      // oxlint-disable-next-line unicorn/no-thenable -- the subject of the test
      then: (resolve: (value: string) => void) => {
        finish = resolve;
      },
    } as PromiseLike<string>;
    const settled = settle(thenable, scope);
    scope.add({
      onCancel: () => {
        finish?.("late");
      },
    });
    // Its `then` is called in a microtask, as by an await.
    await Promise.resolve();
    scope.cancel("stop");
    expect(await stateOf(settled)).toEqual({ error: "stop" });
    expect(jest.getTimerCount()).toBe(0);
  });
});
