import { RunTimeoutError } from "@rivulet/core";
import { CancelScope, type Cancellable, linkSignal, linkTimeout } from "@rivulet/core/runtime";
import { collectWarnings } from "../support/signals.ts";

function member(log: unknown[], name: string): Cancellable {
  return {
    onCancel: (reason) => {
      log.push([name, reason]);
    },
  };
}

afterEach(() => {
  jest.useRealTimers();
});

describe("CancelScope", () => {
  it("cancels what is inside once: inner scopes first, newest first", () => {
    const log: unknown[] = [];
    const scope = new CancelScope();
    const one = new CancelScope(scope);
    one.add(member(log, "in one"));
    scope.add(member(log, "first"));
    const two = new CancelScope(scope);
    two.add(member(log, "in two"));
    scope.add(member(log, "second"));
    scope.cancel("stop");
    scope.cancel("again");
    expect(log).toEqual([
      ["in two", "stop"],
      ["in one", "stop"],
      ["second", "stop"],
      ["first", "stop"],
    ]);
    expect([one.isCancelled, one.reason, scope.reason]).toEqual([true, "stop", "stop"]);
  });

  it("does not tell those who were removed, nor a neighbour or what is around", () => {
    const log: unknown[] = [];
    const scope = new CancelScope();
    const inner = new CancelScope(scope);
    const other = new CancelScope(scope);
    const removed = member(log, "removed");
    inner.add(removed);
    inner.remove(removed);
    inner.cancel("stop");
    expect([log, scope.isCancelled, other.isCancelled]).toEqual([[], false, false]);
  });

  it("tells those who come too late at once", () => {
    const log: unknown[] = [];
    const scope = new CancelScope();
    scope.cancel("stop");
    scope.add(member(log, "late"));
    expect(log).toEqual([["late", "stop"]]);
    expect(new CancelScope(scope).isCancelled).toBe(true);
  });

  it("has a signal with the same reason, whenever it is read", () => {
    const early = new CancelScope();
    const { signal } = early;
    early.cancel("stop");
    const late = new CancelScope();
    late.cancel("stop");
    expect([signal.aborted, signal.reason, late.signal.reason]).toEqual([true, "stop", "stop"]);
    expect(late.signal).toBe(late.signal);
  });

  it("leaves alone what runs inside once it is closed", () => {
    const log: unknown[] = [];
    const controller = new AbortController();
    const scope = new CancelScope();
    linkSignal(scope, controller.signal);
    const inner = new CancelScope(scope);
    inner.add(member(log, "inner"));
    scope.close();
    controller.abort();
    scope.cancel("stop");
    expect([log, scope.isCancelled, inner.isCancelled]).toEqual([[], false, false]);
  });

  it.each(["aborted before", "aborted later"])(
    "is cancelled by a caller's signal that is %s, with its reason",
    (when) => {
      const controller = new AbortController();
      const scope = new CancelScope();
      if (when === "aborted before") controller.abort("stop");
      linkSignal(scope, controller.signal);
      if (when === "aborted later") controller.abort("stop");
      expect([scope.isCancelled, scope.reason]).toEqual([true, "stop"]);
    },
  );

  it("is cancelled after a timeout, with an error that names the run", () => {
    jest.useFakeTimers();
    const scope = new CancelScope();
    linkTimeout(scope, 100, "search");
    jest.advanceTimersByTime(99);
    expect(scope.isCancelled).toBe(false);
    jest.advanceTimersByTime(1);
    expect(scope.reason).toBeInstanceOf(RunTimeoutError);
    expect(scope.reason).toMatchObject({ code: "RUN_TIMEOUT", run_name: "search" });
  });

  it.each(["cancelled", "closed"])("keeps neither timer nor listener once it is %s", (way) => {
    jest.useFakeTimers();
    const { signal } = new AbortController();
    const added = jest.spyOn(signal, "addEventListener");
    const removed = jest.spyOn(signal, "removeEventListener");
    const scope = new CancelScope();
    const link = (): void => {
      linkSignal(scope, signal);
      linkTimeout(scope, 100, "run");
    };
    link();
    if (way === "closed") scope.close();
    else scope.cancel("stop");
    link();
    expect(jest.getTimerCount()).toBe(0);
    expect(added.mock.calls.length).toBeGreaterThan(0);
    expect(removed).toHaveBeenCalledTimes(added.mock.calls.length);
  });

  it("knows whether anything outside can cancel it", () => {
    const outer = new CancelScope();
    const inner = new CancelScope(outer);
    expect([outer.isLinked, inner.isLinked]).toEqual([false, true]);
    linkSignal(outer, new AbortController().signal);
    expect([outer.isLinked, inner.isLinked]).toEqual([true, true]);
  });

  it("listens once to a signal for 1,000 scopes inside, and 1,000 scopes warn of nothing", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const added = jest.spyOn(signal, "addEventListener");
    const removed = jest.spyOn(signal, "removeEventListener");
    const scopes: CancelScope[] = [];
    const warnings = await collectWarnings(() => {
      const scope = new CancelScope();
      linkSignal(scope, signal);
      for (let index = 0; index < 1_000; index += 1) {
        new CancelScope(scope).signal.addEventListener("abort", () => undefined);
        scope.signal.addEventListener("abort", () => undefined);
        const other = new CancelScope();
        linkSignal(other, signal);
        scopes.push(other);
      }
      scope.close();
    });
    expect(warnings).toEqual([]);
    expect(added).toHaveBeenCalledTimes(1);
    for (const scope of scopes.slice(10)) scope.close();
    expect(removed).not.toHaveBeenCalled();
    controller.abort("stop");
    expect(scopes.filter(({ reason }) => reason === "stop")).toHaveLength(10);
    expect(removed).toHaveBeenCalledTimes(1);
  });
});

describe("a scope that is closed while something still runs inside", () => {
  it("hands it to the scope around it, which cancels it from then on", () => {
    const root = new CancelScope();
    const middle = new CancelScope(root);
    const inner = new CancelScope(middle);
    middle.close();
    root.cancel("over");

    expect(inner.isCancelled).toBe(true);
    expect(inner.reason).toBe("over");
    expect(middle.isCancelled).toBe(false);
  });

  it("hands nothing on that was closed itself", () => {
    const root = new CancelScope();
    const middle = new CancelScope(root);
    const inner = new CancelScope(middle);
    middle.close();
    inner.close();
    root.cancel("over");

    expect(inner.isCancelled).toBe(false);
  });

  it("leaves it alone where there is no scope around it", () => {
    const root = new CancelScope();
    const inner = new CancelScope(root);
    root.close();
    root.cancel("over");

    expect(inner.isCancelled).toBe(false);
  });
});
