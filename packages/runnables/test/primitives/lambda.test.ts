import { RunnableLambda, type RunnableConfig } from "@rivulet/runnables";
import { collect } from "../support/collect.ts";

describe("the function of a lambda", () => {
  // A third parameter with a default is right by its type.
  const count = RunnableLambda.from(
    (_input: string, _config: RunnableConfig, ...others: readonly unknown[]) => others.length,
  );

  it.each([
    ["invoked", () => count.invoke("x")],
    ["streamed", async () => (await collect(count.stream("x")))[0]],
  ])("is given an input and a config, and nothing else, when it is %s", async (_how, consume) => {
    expect(await consume()).toBe(0);
  });
});
