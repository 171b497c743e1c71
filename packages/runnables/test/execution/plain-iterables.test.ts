import { RunnableLambda, RunnablePassthrough, type Runnable } from "@rivulet/runnables";

async function collect(values: AsyncIterable<unknown>): Promise<readonly unknown[]> {
  const collected: unknown[] = [];
  for await (const value of values) collected.push(value);
  return collected;
}

describe("a plain iterable", () => {
  it("may give promises, which are awaited in order", async () => {
    const lambda = RunnableLambda.from(function* give(): Generator<unknown> {
      yield Promise.resolve("a");
      yield "b";
      yield Promise.resolve("c");
    });
    expect(await collect(lambda.stream("x"))).toEqual(["a", "b", "c"]);
  });

  it("that gives a rejection fails the run, and is finalised", async () => {
    let isFinalised = false;
    const lambda = RunnableLambda.from(function* give(): Generator<unknown> {
      try {
        yield "a";
        yield Promise.reject(new Error("gone"));
      } finally {
        isFinalised = true;
      }
    });
    const stream = lambda.stream("x");
    expect(await stream.next()).toMatchObject({ value: "a" });
    await expect(stream.next()).rejects.toThrow("gone");
    expect(isFinalised).toBe(true);
  });

  it("that does not read its input comes after what was written to it in the same tick", async () => {
    const assign = RunnablePassthrough.assign({
      a: function* ignore() {
        yield 1;
      } as never,
    });
    expect(await collect(assign.stream({ x: 1 }))).toEqual([{ x: 1 }, { a: 1 }]);
  });

  it.each([3, 250, 450])("is held back by a slow consumer behind %i steps", async (steps) => {
    let made = 0;
    const count = RunnableLambda.from(function* count(_: string): Generator<unknown> {
      for (; made < 2_000; made += 1) yield made;
    });
    let chain: Runnable<string, unknown> = count.pipe(new RunnablePassthrough());
    for (let step = 1; step < steps; step += 1) chain = chain.pipe(new RunnablePassthrough());
    let taken = 0;
    for await (const _ of chain.stream("x")) {
      taken += 1;
      expect(made - taken).toBeLessThanOrEqual(65);
      if (taken === 200) break;
      if (taken % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  });
});
