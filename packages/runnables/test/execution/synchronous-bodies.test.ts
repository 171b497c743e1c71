import { RunnableLambda } from "@rivulet/runnables";
import { collect } from "../support/collect.ts";
import { failureOf } from "../support/record.ts";

/** The most bodies that run one inside the other, before one is left to the next microtask. */
const limit = 100;

/** A step whose sink breaks its contract: it throws where it is told of a failure. */
class Broken extends RunnableLambda<string, string> {
  override connect(...args: Parameters<RunnableLambda<string, string>["connect"]>): never {
    const sink = super.connect(...args);
    const fail = (): never => {
      throw new Error("broken");
    };
    return new Proxy(sink, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key, target);
        if (key === "fail") return fail;
        return typeof value === "function" ? value.bind(target) : value;
      },
    }) as never;
  }
}

it("a body that ends by what a broken sink throws is one that has ended", async () => {
  const failing = RunnableLambda.from((_text: string): string => {
    throw new Error("failed");
  }).pipe(new Broken({ func: (text) => text }));
  // One fewer than would keep every body from beginning, for ever.
  for (let count = 1; count < limit; count += 1)
    expect(await failureOf(collect(failing.stream("x")))).toEqual(new Error("broken"));

  const order: string[] = [];
  const chain = RunnableLambda.from((text: string) => {
    queueMicrotask(() => {
      order.push("microtask");
    });
    order.push("first");
    return text;
  }).pipe((text: string) => {
    order.push("second, inside the first");
    return text;
  });
  await collect(chain.stream("x"));

  expect(order).toEqual(["first", "second, inside the first", "microtask"]);
});
