import { contextOf, type RunManager } from "@rivulet/core";
import { CancelScope, startRun } from "@rivulet/core/runtime";
import { TracedAsyncIterator } from "../../src/traceable/traced-async-iterator.ts";
import { TracedIterator } from "../../src/traceable/traced-iterator.ts";

function beginRun(): RunManager {
  return startRun(contextOf(undefined), { type: "chain", name: "run", scope: new CancelScope() });
}

describe("a traced iterator that has not begun", () => {
  it("answers return() by itself where the iterator has none", async () => {
    const bare: AsyncIterator<number, string> = { next: async () => ({ done: false, value: 1 }) };
    const traced = new TracedAsyncIterator<number, string, undefined>(bare, beginRun);
    expect(await traced.return(Promise.resolve("left"))).toEqual({ done: true, value: "left" });
    expect(await traced.next()).toEqual({ done: true, value: undefined });
  });

  it("does not mind a cancellation", async () => {
    const later = new TracedAsyncIterator(
      (async function* () {
        yield 1;
      })(),
      beginRun,
    );
    later.onCancel("stop");
    expect(await later.next()).toEqual({ done: false, value: 1 });
    const now = new TracedIterator(
      (function* () {
        yield 1;
      })(),
      beginRun,
    );
    now.onCancel("stop");
    expect(now.next()).toEqual({ done: false, value: 1 });
    expect([...now]).toEqual([]);
  });
});
