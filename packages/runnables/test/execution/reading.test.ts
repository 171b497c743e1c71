import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { getCurrentRun } from "@rivulet/core";
import {
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
  RunnablePassthrough,
} from "@rivulet/runnables";
import { nextTurn, watchProcess } from "@rivulet/test-support";
import { collect } from "../support/collect.ts";

watchProcess();

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

type Result = IteratorResult<number, undefined>;

/** A generator whose iterator is given, as those of libraries are. */
function reading(iterator: object): RunnableGenerator<string, number> {
  const source = { [Symbol.asyncIterator]: () => iterator };
  return new RunnableGenerator(() => source as AsyncGenerator<number>);
}

/** An iterator that counts up to a number; its results are made by `give`. */
function counting(end: number, give: (result: Result) => unknown): AsyncIterator<number> {
  let made = 0;
  const next = (): unknown => {
    if (made === end) return give({ done: true, value: undefined });
    made += 1;
    return give({ done: false, value: made });
  };
  return { next } as AsyncIterator<number>;
}

describe("an iterator whose results come by the `then` of a subclass of Promise", () => {
  // What a subclass does with its callbacks is its own affair: a lazy one calls them from wherever it is started.
  class Eager extends Promise<Result> {
    result: Result | undefined;

    // oxlint-disable-next-line unicorn/no-thenable -- the subject of the test
    override then(onResult?: unknown): never {
      const call = onResult as (result: Result | undefined) => void;
      call(this.result);
      call(this.result);
      return undefined as never;
    }
  }

  function eager(result: Result): Eager {
    const promise = new Eager(() => undefined);
    promise.result = result;
    return promise;
  }

  it("is read once where each is told twice", async () => {
    expect(await collect(reading(counting(5, eager)).stream("x"))).toEqual([1, 2, 3, 4, 5]);
  });

  it("does not overflow the stack where each is told at once", async () => {
    const chunks = await collect(reading(counting(20_000, eager)).stream("x"));
    expect(chunks).toHaveLength(20_000);
  });
});

describe("an iterator whose results come at once", () => {
  it("comes, with its first as well, after what its neighbour in a parallel makes of the input", async () => {
    const parallel = RunnableParallel.from({
      reading: reading(counting(2, (result) => result)),
      passing: new RunnablePassthrough<string>(),
    });
    expect(await collect(parallel.stream("x"))).toEqual([
      { passing: "x" },
      { reading: 1 },
      { reading: 2 },
    ]);
  });
});

describe("an iterator of a library", () => {
  it("is made, asked, each time, and left in the run", async () => {
    const calls: string[] = [];
    const note = (what: string): void => {
      calls.push(`${what} in ${String(getCurrentRun()?.name)}`);
    };
    const source = {
      [Symbol.asyncIterator]: () => {
        note("made");
        return iterator;
      },
    };
    const iterator = {
      next: () => {
        note("asked");
        return { done: false, value: 1 };
      },
      return: () => {
        note("left");
        return { done: true };
      },
    };
    const made = RunnableLambda.from(() => source).withConfig({ runName: "it" });
    let taken = 0;
    for await (const _ of made.stream("x")) {
      taken += 1;
      if (taken === 5) break;
    }
    expect(calls.at(0)).toBe("made in it");
    expect(new Set(calls.slice(1, -1))).toEqual(new Set(["asked in it"]));
    expect(calls.at(-1)).toBe("left in it");
  });
});

describe("an iterator that is left while its next result is on its way", () => {
  it("is finalised once, in the run, though what it was asked for fails by that", async () => {
    const runs: unknown[] = [];
    let refuse: (reason: Error) => void = () => undefined;
    const results = [
      Promise.resolve({ done: false, value: 1 }),
      new Promise((_resolve, reject) => {
        refuse = reject;
      }),
    ];
    const iterator = {
      next: () => results.shift(),
      return: async () => {
        runs.push(getCurrentRun()?.name);
        refuse(new Error("left"));
        await nextTurn();
        return { done: true };
      },
    };
    for await (const _ of reading(iterator).withConfig({ runName: "left" }).stream("x")) {
      await nextTurn();
      break;
    }
    expect(runs).toEqual(["left"]);
  });
});

describe("what an iterator holds", () => {
  it("goes when it is at its end, however long the next step works on", async () => {
    const kept: WeakRef<object>[] = [];
    const source = RunnableLambda.from(() => {
      const iterator = counting(3, (result) => Promise.resolve(result));
      kept.push(new WeakRef(iterator));
      return { [Symbol.asyncIterator]: () => iterator };
    });
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const output = collect(source.pipe(() => released).stream("x"));
    for (let turn = 0; turn < 20; turn += 1) {
      await nextTurn();
      collectGarbage();
    }
    expect(kept.map((ref) => ref.deref())).toEqual([undefined]);
    release();
    await output;
  });
});
