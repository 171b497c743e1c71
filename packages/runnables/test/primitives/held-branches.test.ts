import { AsyncLocalStorage } from "node:async_hooks";
import {
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
  type Runnable,
} from "@rivulet/runnables";
import { EventCollector, type CallbackHandler, type RunEvent } from "@rivulet/core";
import { watchProcess } from "@rivulet/test-support";
import { createDeferred } from "../laws/support/deferred.ts";
import { turns } from "../laws/support/soon.ts";
import { collect } from "../support/collect.ts";

watchProcess();

type Body = (input: string, key: string) => unknown;

function parallelOf(
  count: number,
  body: Body,
): Runnable<string, Readonly<Record<string, unknown>>> {
  const branches = Array.from({ length: count }, (_, index) => {
    const key = `b${String(index)}`;
    return [key, RunnableLambda.from((input: string) => body(input, key))] as const;
  });
  return RunnableParallel.from(Object.fromEntries(branches));
}

/** Its work for each start takes as long as a promise. */
class StartListener implements CallbackHandler {
  readonly awaited = true;
  starts = 0;
  readonly #work: Promise<void>;

  constructor(work: Promise<void>) {
    this.#work = work;
  }

  readonly on_chain_start = (): Promise<void> => {
    this.starts += 1;
    return this.#work;
  };
}

/** The keys of the branches whose start was told, whoever has read it. */
class BranchStarts implements CallbackHandler {
  readonly keys: string[] = [];

  readonly on_chain_start = ({ tags }: RunEvent): void => {
    const tag = tags.find((each) => each.startsWith("map:key:"));
    if (tag !== undefined) this.keys.push(tag.slice("map:key:".length));
  };
}

describe("a parallel whose consumer has enough", () => {
  it.each([1, 8, 64])("begins no more branches, at a mark of %i", async (highWaterMark) => {
    const starts = new BranchStarts();
    const options = { highWaterMark, callbacks: [starts] };
    const loop = parallelOf(200, (input) => input)
      .streamEvents("x", options)
      [Symbol.asyncIterator]();
    const events: RunEvent[] = [];
    const takeOne = async (): Promise<boolean> => {
      const { done, value } = await loop.next();
      if (done !== true) events.push(value);
      return done !== true;
    };
    await takeOne();
    await turns(10);
    // Each branch tells four events.
    expect(starts.keys.length).toBeLessThanOrEqual(Math.ceil(highWaterMark / 4) + 1);
    for (let taken = 0; taken < 100; taken += 1) await takeOne();
    await turns(10);
    expect(starts.keys.length).toBeLessThanOrEqual(Math.ceil((101 + highWaterMark) / 4) + 1);
    while (await takeOne());
    expect(starts.keys).toEqual(Array.from({ length: 200 }, (_, index) => `b${String(index)}`));
    expect(events.at(-1)).toMatchObject({
      event: "on_chain_end",
      data: { output: expect.anything() },
    });
  });

  it("begins all branches when it is the next step that has enough", async () => {
    const begun: string[] = [];
    const parallel = parallelOf(200, (_input, key) => begun.push(key));
    const slow = new RunnableGenerator(async function* slow(input: AsyncIterable<unknown>) {
      for await (const chunk of input) {
        yield chunk;
        await turns(50);
      }
    });
    const loop = parallel.pipe(slow).stream("x");
    await loop.next();
    expect(begun).toHaveLength(200);
    await loop.return();
  });

  it("tells what one branch did before the next begins", async () => {
    const told: string[] = [];
    const events = parallelOf(5, (input) => input).streamEvents("x", { highWaterMark: 1 });
    for await (const { event, tags } of events) {
      const tag = tags.find((each) => each.startsWith("map:key:"));
      if (tag !== undefined && event !== "on_chain_stream") told.push(`${event} ${tag}`);
    }
    expect(told).toEqual(
      ["b0", "b1", "b2", "b3", "b4"].flatMap((key) => [
        `on_chain_start map:key:${key}`,
        `on_chain_end map:key:${key}`,
      ]),
    );
  });

  it("has them begin where the parallel was called, whoever reads", async () => {
    const storage = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const parallel = parallelOf(100, () => seen.push(storage.getStore()));
    const loop = storage.run("caller", () => {
      const iterator = parallel.streamEvents("x", { highWaterMark: 2 })[Symbol.asyncIterator]();
      return { iterator, first: iterator.next() };
    });
    await loop.first;
    await storage.run("reader", async () => {
      while ((await loop.iterator.next()).done !== true);
    });
    expect(new Set(seen)).toEqual(new Set(["caller"]));
    expect(seen).toHaveLength(100);
  });

  it("begins none when it is left", async () => {
    const starts = new BranchStarts();
    const options = { highWaterMark: 4, callbacks: [starts] };
    const loop = parallelOf(50, (input) => input)
      .streamEvents("x", options)
      [Symbol.asyncIterator]();
    await loop.next();
    await turns(2);
    const { length } = starts.keys;
    await loop.return?.();
    await turns(10);
    expect(starts.keys).toHaveLength(length);
    expect(length).toBeLessThan(5);
  });

  it("begins none when one has failed, and tells of none", async () => {
    const begun: string[] = [];
    const parallel = parallelOf(50, (_input, key) => {
      begun.push(key);
      if (key === "b2") throw new Error("broken");
    });
    const told: RunEvent[] = [];
    const read = async (): Promise<void> => {
      for await (const event of parallel.streamEvents("x", { highWaterMark: 1 })) told.push(event);
    };
    await expect(read()).rejects.toThrow("broken");
    expect(begun).toEqual(["b0", "b1", "b2"]);
    expect(told.filter(({ event }) => event.endsWith("_start"))).toHaveLength(4);
    expect(told.at(-1)).toMatchObject({ event: "on_chain_error" });
  });

  it("begins none when it is cancelled by a signal", async () => {
    const starts = new BranchStarts();
    const controller = new AbortController();
    const options = { highWaterMark: 1, callbacks: [starts], signal: controller.signal };
    const loop = parallelOf(50, (input) => input)
      .streamEvents("x", options)
      [Symbol.asyncIterator]();
    await loop.next();
    await turns(2);
    controller.abort("enough");
    const read = async (): Promise<void> => {
      while ((await loop.next()).done !== true);
    };
    await expect(read()).rejects.toBe("enough");
    await turns(5);
    expect(starts.keys.length).toBeLessThan(3);
  });
});

describe("a parallel that is held by one who reads no more", () => {
  it.each(["a signal", "a timeout"])("ends when it is cancelled by %s", async (how) => {
    const collector = new EventCollector({}, { highWaterMark: 4 });
    const held = collector[Symbol.asyncIterator]();
    const controller = new AbortController();
    const ends = how === "a signal" ? { signal: controller.signal } : { timeout: 20 };
    const options = { callbacks: [collector], ...ends };
    const output = collect(parallelOf(50, (input) => input).stream("x", options));
    const outcome = output.then(
      () => "read",
      () => "cancelled",
    );
    await held.next();
    await turns(5);
    controller.abort("enough");
    expect(await outcome).toBe("cancelled");
    await held.return?.();
  });
});

describe("a parallel whose listener is at work", () => {
  it("tells the starts of all branches meanwhile", async () => {
    const { promise, resolve } = createDeferred();
    const listener = new StartListener(promise);
    const begun: string[] = [];
    const parallel = parallelOf(20, (_input, key) => begun.push(key));
    const loop = parallel.stream("x", { callbacks: [listener] });
    const first = loop.next();
    await turns(3);
    expect({ starts: listener.starts, begun: begun.length }).toEqual({ starts: 21, begun: 0 });
    resolve();
    await first;
    while ((await loop.next()).done !== true);
    expect(begun).toHaveLength(20);
  });

  it.each([1, 8])("does so as a loop over the events takes them, at a mark of %i", async (mark) => {
    const { promise, resolve } = createDeferred();
    const listener = new StartListener(promise);
    const begun: string[] = [];
    const parallel = parallelOf(20, (_input, key) => begun.push(key));
    const events = parallel.streamEvents("x", { highWaterMark: mark, callbacks: [listener] });
    const reading = collect(events);
    await turns(10);
    expect({ starts: listener.starts, begun: begun.length }).toEqual({ starts: 21, begun: 0 });
    resolve();
    expect(await reading).toHaveLength(82);
    expect(begun).toHaveLength(20);
  });
});
