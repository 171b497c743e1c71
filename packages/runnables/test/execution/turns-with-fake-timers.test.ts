import type * as nodeTimers from "node:timers";
import { RunnableGenerator } from "@rivulet/runnables";
import { watchProcess } from "@rivulet/test-support";
import { collect } from "../support/collect.ts";

watchProcess();

const timers =
  jest.requireActual<{ -readonly [Key in keyof typeof nodeTimers]: unknown }>("node:timers");
const { setImmediate: realSetImmediate } = timers;

afterEach(() => {
  jest.useRealTimers();
  timers.setImmediate = realSetImmediate;
});

// Sinon's and Vitest's replace what the module exports as well, Jest's do not.
function fakeModule(): void {
  timers.setImmediate = Object.assign(() => undefined, { clock: {} });
}

async function readTwo(Generator: typeof RunnableGenerator, count: number): Promise<unknown> {
  const loops = ["a", "b"].map((name) => {
    const source = new Generator(async function* source() {
      for (let made = 0; made < count; made += 1) yield name;
    });
    return collect(source.stream("x"));
  });
  const read = await Promise.all(loops);
  return read.map(({ length }) => length);
}

describe("with fake timers, installed after the module was loaded", () => {
  it("sources have their turns all the same", async () => {
    jest.useFakeTimers();
    expect(await readTwo(RunnableGenerator, 1_000)).toEqual([1_000, 1_000]);
  });

  it("so they have when what `node:timers` exports is replaced", async () => {
    fakeModule();
    expect(await readTwo(RunnableGenerator, 20_000)).toEqual([20_000, 20_000]);
  });
});

describe("with fake timers, installed before the module was loaded", () => {
  it("sources have their turns all the same", async () => {
    jest.useFakeTimers();
    await jest.isolateModulesAsync(async () => {
      const { RunnableGenerator: Generator } = await import("@rivulet/runnables");
      expect(await readTwo(Generator, 20_000)).toEqual([20_000, 20_000]);
    });
  });

  it.each([true, false])(
    "so they have when what `node:timers` exports is replaced (`nextTick`, too: %s)",
    async (isTickFake) => {
      jest.useFakeTimers({ doNotFake: isTickFake ? [] : ["nextTick"] });
      fakeModule();
      await jest.isolateModulesAsync(async () => {
        const { RunnableGenerator: Generator } = await import("@rivulet/runnables");
        expect(await readTwo(Generator, 20_000)).toEqual([20_000, 20_000]);
      });
    },
  );

  it("real sockets have their turn", async () => {
    jest.useFakeTimers();
    await jest.isolateModulesAsync(async () => {
      const { RunnableGenerator: Generator } = await import("@rivulet/runnables");
      let made = 0;
      const source = new Generator(async function* source() {
        for (; made < 100_000; made += 1) yield "chunk";
      });
      const subscription = source.streamEvents("x").subscribe();
      for (let turn = 0; turn < 5; turn += 1)
        await new Promise<void>(realSetImmediate as typeof nodeTimers.setImmediate);
      expect(made).toBeLessThan(100_000);
      subscription.unsubscribe();
    });
  });
});
