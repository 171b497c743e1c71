import { execFile } from "node:child_process";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { promisify } from "node:util";
import { runInNewContext } from "node:vm";
import { EventCollector, type CallbackHandler } from "@rivulet/core";
import {
  AIMessageChunk,
  BaseChatModel,
  type Runnable,
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
  RunnablePassthrough,
  StringOutputParser,
} from "@rivulet/runnables";
import { nextTurn, watchProcess } from "@rivulet/test-support";
import { soon, turns } from "./support/soon.ts";

watchProcess();

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

async function heapMegabytes(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    await nextTurn();
    collectGarbage();
  }
  return process.memoryUsage().heapUsed / 2 ** 20;
}

/** Counts how far ahead a source is. */
class Counter {
  made = 0;

  source(): RunnableGenerator<string, string> {
    const make = (): string => {
      this.made += 1;
      return "a";
    };
    return new RunnableGenerator(async function* source() {
      for (;;) yield make();
    });
  }
}

class CountingModel extends BaseChatModel {
  readonly #counter: Counter;
  constructor(counter: Counter) {
    super();
    this.#counter = counter;
  }
  protected override async *_streamResponseChunks(): AsyncGenerator<AIMessageChunk> {
    for (;;) {
      this.#counter.made += 1;
      yield new AIMessageChunk("a");
    }
  }
}

const defaultMark = 64;
// Between two generators there is a queue of its own.
const betweenGenerators = 16;

type Build = (counter: Counter) => Runnable<string, unknown>;

const upper: () => Runnable<string, string> = () =>
  new RunnableGenerator(async function* upper(input: AsyncIterable<string>) {
    for await (const chunk of input) yield chunk;
  });

const producers: readonly (readonly [string, Build, number])[] = [
  ["a generator", (counter) => counter.source(), 0],
  [
    "a model and a parser",
    (counter) => new CountingModel(counter).pipe(new StringOutputParser()),
    0,
  ],
  [
    "generator steps",
    (counter) => counter.source().pipe(upper()).pipe(upper()),
    2 * betweenGenerators,
  ],
  [
    "a map",
    (counter) => counter.source().pipe({ a: upper(), b: new RunnablePassthrough<string>() }),
    betweenGenerators,
  ],
  [
    "a parallel with a source in each branch",
    (counter) => RunnableParallel.from({ a: counter.source(), b: counter.source() }),
    0,
  ],
  [
    "a lambda that returns a runnable",
    (counter) => RunnableLambda.from(() => counter.source()) as Runnable<string, unknown>,
    0,
  ],
  ["a retry", (counter) => counter.source().withRetry(), 0],
];

describe("a consumer that takes one and pauses", () => {
  it.each(producers)("holds %s back by the chunks of a stream", async (_name, build, slack) => {
    const counter = new Counter();
    const loop = build(counter).stream("x");
    await loop.next();
    await turns(50);
    expect(counter.made).toBeLessThanOrEqual(defaultMark + 2 + slack);
    for (let taken = 0; taken < 300; taken += 1) await loop.next();
    await turns(50);
    expect(counter.made).toBeGreaterThan(150);
    expect(counter.made).toBeLessThanOrEqual(301 + defaultMark + 2 + slack);
    expect(await soon(loop.return())).toMatchObject({ done: true });
  });

  it.each(producers)("holds %s back by the events of a run", async (_name, build, slack) => {
    for (const highWaterMark of [1, 8, undefined]) {
      const counter = new Counter();
      const options = highWaterMark === undefined ? {} : { highWaterMark };
      const loop = build(counter).streamEvents("x", options)[Symbol.asyncIterator]();
      await loop.next();
      await turns(50);
      // Each chunk is at least one event; what two branches had in their hands when the mark was reached is a burst.
      expect(counter.made).toBeLessThanOrEqual((highWaterMark ?? defaultMark) + 3 + slack);
      expect(await soon(Promise.resolve(loop.return?.()))).toMatchObject({ done: true });
    }
  });

  it("is handed no more by 200 branches than by one, which then have one chunk in hand each", async () => {
    const counter = new Counter();
    const branches = Array.from({ length: 200 }, (_, index) => [
      `b${String(index)}`,
      counter.source(),
    ]);
    const parallel = RunnableParallel.from(
      Object.fromEntries(branches) as Record<string, Runnable<string, string>>,
    );
    let handedOn = 0;
    const handler: CallbackHandler = {
      on_chain_stream: ({ parent_ids }) => {
        if (parent_ids.length === 0) handedOn += 1;
      },
    };
    const loop = parallel.stream("x", { callbacks: [handler] });
    for (let taken = 1; taken <= 300; taken += 1) {
      await loop.next();
      if (taken % 50 === 1) await turns(50);
      expect(handedOn - taken).toBeLessThanOrEqual(defaultMark + 1);
      expect(counter.made - handedOn).toBeLessThanOrEqual(200);
    }
    expect(await soon(loop.return())).toMatchObject({ done: true });
  });

  it("holds a run back that is invoked, by a collector", async () => {
    for (const build of [
      (counter: Counter) => counter.source(),
      (counter: Counter) => new CountingModel(counter),
    ] as Build[]) {
      const counter = new Counter();
      const collector = new EventCollector(undefined, { highWaterMark: 8 });
      const loop = collector[Symbol.asyncIterator]();
      const controller = new AbortController();
      const { signal } = controller;
      const output = build(counter).invoke("x", { callbacks: [collector], signal });
      await loop.next();
      await turns(30);
      expect(counter.made).toBeLessThanOrEqual(12);
      controller.abort("enough");
      await expect(soon(output)).rejects.toBe("enough");
    }
  });

  it("is served by the slower of two consumers, and by none that left", async () => {
    const counter = new Counter();
    const events = counter.source().streamEvents("x", { highWaterMark: 8 });
    const slow = events[Symbol.asyncIterator]();
    const quick = events[Symbol.asyncIterator]();
    await Promise.all([slow.next(), quick.next()]);
    let seen = 0;
    void (async () => {
      for (;;) {
        const { done } = await quick.next();
        if (done === true) return;
        seen += 1;
      }
    })();
    await turns(30);
    expect(counter.made).toBeLessThanOrEqual(12);
    const before = seen;
    await slow.return?.();
    await turns(30);
    expect(seen).toBeGreaterThan(before + 100);
    await quick.return?.();
    const { made } = counter;
    await turns(10);
    expect(counter.made).toBe(made);
  });
});

describe("memory", () => {
  const quiet: CallbackHandler = { on_event: () => undefined };
  const large = (): number[] => Array.from({ length: 100 }, () => Math.random());
  const child = RunnableLambda.from(async () => large());
  const streaming = new RunnableGenerator(async function* streaming() {
    yield large();
  });

  async function drain(items: AsyncIterable<unknown>): Promise<void> {
    for await (const _ of items);
  }
  async function leave(items: AsyncIterable<unknown>): Promise<void> {
    for await (const _ of items) break;
  }

  const children: readonly (readonly [string, () => unknown, number])[] = [
    ["invoked", () => child.invoke("x"), 10_000],
    ["streamed", () => drain(child.pipe(streaming).stream("x")), 10_000],
    ["with events", () => drain(child.streamEvents("x")), 10_000],
    ["left in the middle", () => leave(streaming.stream("x")), 5_000],
    ["never read", () => streaming.stream("x"), 30_000],
    ["with events that nobody reads", () => child.streamEvents("x"), 30_000],
    [
      "failing",
      () =>
        RunnableLambda.from(() => {
          throw large() as unknown as Error;
        })
          .withRetry({ delayMs: () => 0 })
          .invoke("x")
          .catch(() => undefined),
      3_000,
    ],
    ["with a signal of the user's", () => child.invoke("x", { signal }), 5_000],
    ["with a timeout", () => child.invoke("x", { timeout: 100_000 }), 5_000],
    ["side by side", () => RunnableParallel.from({ a: child, b: streaming }).invoke("x"), 3_000],
  ];
  const { signal } = new AbortController();

  it.each(children)(
    "is where it was after thousands of children of one open root that were %s",
    async (_how, spawn, count) => {
      let grownBy = Infinity;
      const root = RunnableLambda.from(async () => {
        for (let index = 0; index < 300; index += 1) await spawn();
        const before = await heapMegabytes();
        for (let index = 0; index < count; index += 1) await spawn();
        grownBy = (await heapMegabytes()) - before;
      });
      await root.invoke("x", { callbacks: [quiet] });
      expect(grownBy).toBeLessThan(2);
    },
  );

  it("is not held by runs that were cancelled while a consumer held them back", async () => {
    const collector = new EventCollector({ excludeNames: ["held"] }, { highWaterMark: 1 });
    const consumer = collector[Symbol.asyncIterator]();
    const filling = child.invoke("x", { callbacks: [collector] });
    const held = new RunnableLambda({ name: "held", func: () => "started" });
    const inputs: WeakRef<object>[] = [];
    for (let index = 0; index < 10; index += 1) {
      const controller = new AbortController();
      const input = {};
      inputs.push(new WeakRef(input));
      const { signal: own } = controller;
      const loop = held.stream(input, { callbacks: [collector], signal: own });
      const first = loop.next();
      await nextTurn();
      controller.abort("enough");
      await expect(first).rejects.toBe("enough");
    }
    const countReachable = (): number =>
      inputs.filter((input) => input.deref() !== undefined).length;
    // The last one may still be in a register of the loop above; some things go only when others have gone.
    for (let round = 0; round < 7 && countReachable() > 1; round += 1) await heapMegabytes();
    expect(countReachable()).toBeLessThan(2);
    await consumer.return?.();
    await filling;
  });

  it("of a whole process stays under 150 MB for a million chunks", async () => {
    const program = join(__dirname, "support", "million-chunks.mjs");
    const { stdout } = await promisify(execFile)(process.execPath, [program]);
    const { events, megabytes } = JSON.parse(stdout) as {
      readonly events: number;
      readonly megabytes: number;
    };
    expect(events).toBeGreaterThan(1_000_000);
    expect(megabytes).toBeLessThan(150);
  });
});
