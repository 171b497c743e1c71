import { InvalidArgumentError } from "@rivulet/core";
import { RunnableGenerator } from "@rivulet/runnables";

describe("a generator's iterator whose next gives", () => {
  it.each<[string, unknown]>([
    ["a number", 5],
    ["a promise of a number", Promise.resolve(5)],
    ["a text", "text"],
    ["true", true],
  ])("%s fails the stream: it would be read for ever", async (_what, result) => {
    const odd = { [Symbol.asyncIterator]: () => ({ next: () => result }) };
    const generator = new RunnableGenerator(() => odd as unknown as AsyncGenerator<string>);
    await expect(generator.stream("x").next()).rejects.toThrow(InvalidArgumentError);
  });
});
