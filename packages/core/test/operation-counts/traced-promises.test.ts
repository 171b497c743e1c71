import { configure, traceable, type CallbackHandler } from "@rivulet/core";
import { promisesPerRun, promisesPerUnit } from "@rivulet/test-support";

afterEach(() => {
  configure({ callbacks: [] });
});

const quiet: CallbackHandler = { on_event: () => undefined };

async function readAll(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of items);
}

async function* count(items: number): AsyncGenerator<number> {
  for (let item = 0; item < items; item += 1) yield item;
}

describe.each<[string, readonly CallbackHandler[]]>([
  ["nobody listens", []],
  ["somebody listens", [quiet]],
])("the promises of a traced function, where %s,", (_who, callbacks) => {
  beforeEach(() => {
    configure({ callbacks });
  });

  it("are 0 for a call that gives its result at once", async () => {
    const traced = traceable((value: number) => value + 1, { name: "increment" });
    const promises = await promisesPerUnit((calls) => {
      for (let call = 0; call < calls; call += 1) traced(call);
    });
    expect(promises).toBe(0);
  });

  it("are at most 6 for a call of an async one, where a bare call makes 2", async () => {
    const bare = async (value: number): Promise<number> => value + 1;
    expect(await promisesPerRun(() => bare(1))).toBe(2);
    expect(await promisesPerRun(() => traceable(bare, { name: "bare" })(1))).toBeLessThanOrEqual(6);
  });

  it("are at most 10 for an item of an async generator, where a bare one makes 4", async () => {
    const traced = traceable(count);
    expect(await promisesPerUnit((items) => readAll(count(items)))).toBe(4);
    expect(await promisesPerUnit((items) => readAll(traced(items)))).toBeLessThanOrEqual(10);
  });

  it("are 0 for an item of a generator", async () => {
    const traced = traceable(function* numbers(items: number) {
      for (let item = 0; item < items; item += 1) yield item;
    });
    const promises = await promisesPerUnit((items) => {
      for (const _ of traced(items));
    });
    expect(promises).toBe(0);
  });
});
