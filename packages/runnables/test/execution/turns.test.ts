import { AsyncLocalStorage } from "node:async_hooks";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import {
  type OutputStream,
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
} from "@rivulet/runnables";
import { nextTurn, watchProcess } from "@rivulet/test-support";
import { collect } from "../support/collect.ts";

watchProcess();

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** A source that has all its chunks ready; each is its name. */
function ready(name: string, count = Infinity): RunnableGenerator<string, string> {
  return new RunnableGenerator(async function* source() {
    for (let made = 0; made < count; made += 1) yield name;
  });
}

/** The lengths of the stretches in which the same value came again and again. */
function stretches(values: readonly string[]): readonly number[] {
  const lengths: number[] = [];
  let last: string | undefined;
  for (const value of values) {
    if (value === last) lengths.push((lengths.pop() ?? 0) + 1);
    else lengths.push(1);
    last = value;
  }
  return lengths;
}

function readTogether(names: readonly string[], count: number): Promise<readonly string[]> {
  const read: string[] = [];
  const loops = names.map(async (name) => {
    for await (const chunk of ready(name, count).stream("x")) read.push(chunk);
  });
  return Promise.all(loops).then(() => read);
}

describe("sources of different runs that have their chunks ready", () => {
  it("hand on their first chunk before any other hands on a second", async () => {
    const names = ["a", "b", "c", "d", "e"];
    const read = await readTogether(names, 400);
    expect(read).toHaveLength(5 * 400);
    expect(read.slice(0, 5)).toEqual(names);
  });

  it("then hand on a burst each, one run after the other", async () => {
    const read = await readTogether(["a", "b", "c"], 1 + 3 * 128);
    const turns = Array.from({ length: 9 }, () => 128);
    expect(stretches(read)).toEqual([1, 1, 1, ...turns]);
  });

  it("are all read, whatever ends or is left meanwhile", async () => {
    const short = collect(ready("short", 200).stream("x"));
    const left = ready("left").stream("x");
    const failing = collect(
      new RunnableGenerator(async function* failing() {
        for (let made = 0; made < 150; made += 1) yield made;
        throw new Error("broken");
      }).stream("x"),
    );
    const long = collect(ready("long", 1_000).stream("x"));
    for (let taken = 0; taken < 10; taken += 1) await left.next();
    await left.return();
    await expect(failing).rejects.toThrow("broken");
    expect(await short).toHaveLength(200);
    expect(await long).toHaveLength(1_000);
  });
});

describe("sources of one run", () => {
  it("hand on a chunk each in turn, from the first to the last", async () => {
    const other = collect(ready("other", 500).stream("x"));
    const parallel = RunnableParallel.from({ a: ready("a", 300), b: ready("b", 300) });
    const keys = (await collect(parallel.stream("x"))).flatMap((chunk) => Object.keys(chunk));
    expect(keys).toEqual(Array.from({ length: 600 }, (_, index) => (index % 2 === 0 ? "a" : "b")));
    expect(await other).toHaveLength(500);
  });
});

describe("many sources of one run", () => {
  it("have a turn sixteen at a time, a chunk each in turn", async () => {
    const branches = Array.from({ length: 40 }, (_, index) => [
      `b${String(index)}`,
      ready("chunk", 129),
    ]);
    const parallel = RunnableParallel.from(
      Object.fromEntries(branches) as Record<string, RunnableGenerator<string, string>>,
    );
    const keys: string[] = [];
    await new Promise<void>((resolve, reject) => {
      parallel.streamEvents("x").subscribe({
        next: ({ event, data, parent_ids }) => {
          if (event === "on_chain_stream" && parent_ids.length === 0)
            keys.push(...Object.keys((data as { chunk: object }).chunk));
        },
        error: reject,
        complete: resolve,
      });
    });
    const all = branches.map(([key]) => key);
    const rounds = (from: number, to: number): unknown[] =>
      Array.from({ length: 128 }, () => all.slice(from, to)).flat();
    expect(keys).toEqual([...all, ...rounds(0, 16), ...rounds(16, 32), ...rounds(32, 40)]);
  });
});

describe("while sources without an end are read", () => {
  async function besideEndless<Value>(work: () => Promise<Value>): Promise<Value> {
    const subscriptions = ["a", "b", "c"].map((name) => ready(name).streamEvents("x").subscribe());
    try {
      return await work();
    } finally {
      for (const subscription of subscriptions) subscription.unsubscribe();
      await nextTurn();
    }
  }

  it("timers and sockets have their turn", async () => {
    const server = createServer((_request, response) => {
      setTimeout(() => response.end("served"), 1);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const { port } = server.address() as AddressInfo;
    try {
      const read = await besideEndless(async () => {
        const response = await fetch(`http://127.0.0.1:${String(port)}`);
        return response.text();
      });
      expect(read).toBe("served");
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it("a source that waits for the outside hands on each chunk when it comes", async () => {
    const paced = new RunnableGenerator(async function* paced() {
      for (let made = 0; made < 50; made += 1) {
        await nextTurn();
        yield made;
      }
    });
    const chunks = await besideEndless(() => collect(paced.stream("x")));
    expect(chunks).toEqual(Array.from({ length: 50 }, (_, index) => index));
  });

  it("what was around one that has ended is not kept", async () => {
    const storage = new AsyncLocalStorage<object>();
    const readIn = async (store: object): Promise<WeakRef<object>> => {
      await storage.run(store, () => collect(ready("short", 5).stream("x")));
      return new WeakRef(store);
    };
    // The first makes the line move, the others keep it moving.
    const ended = readIn({ payload: "large" });
    await besideEndless(async () => {
      const ref = await ended;
      const isKept = (): boolean => ref.deref() !== undefined;
      for (let turn = 0; turn < 20; turn += 1) {
        await nextTurn();
        collectGarbage();
      }
      expect(isKept()).toBe(false);
    });
  });

  it("one that waits for its turn can be left, and comes to rest", async () => {
    await besideEndless(async () => {
      let isAtRest = false;
      const source = new RunnableGenerator(async function* source() {
        try {
          for (;;) yield "chunk";
        } finally {
          isAtRest = true;
        }
      });
      const events = source.streamEvents("x");
      let seen = 0;
      await new Promise<void>((resolve) => {
        const subscription = events.subscribe((event) => {
          if (event.event !== "on_chain_stream") return;
          seen += 1;
          subscription.unsubscribe();
          resolve();
        });
      });
      for (let turn = 0; turn < 20 && !isAtRest; turn += 1) await nextTurn();
      expect({ seen, isAtRest }).toEqual({ seen: 1, isAtRest: true });
    });
  });
});

describe("a source that waits for its turn", () => {
  const generator = (): OutputStream<unknown> => ready("left").stream("x");
  const lambda = (): OutputStream<unknown> =>
    RunnableLambda.from(() => ready("left").stream("x")).stream("x");

  const cases = [0, 1, 2, 3, 50].flatMap((later) => [
    { whose: "a generator", later, open: generator },
    { whose: "a lambda", later, open: lambda },
  ]);

  it.each(cases)("is left at once ($whose, $later microtasks later)", async ({ later, open }) => {
    const left = open();
    await left.next();
    for (let microtask = 0; microtask < later; microtask += 1) await Promise.resolve();
    let isLeft = false;
    void left.return().then(() => {
      isLeft = true;
    });
    // No turn is given in between.
    for (let microtask = 0; microtask < 100; microtask += 1) await Promise.resolve();
    expect(isLeft).toBe(true);
  });
});
