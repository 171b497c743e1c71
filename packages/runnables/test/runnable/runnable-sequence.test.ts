import { RunnableSequence } from "@rivulet/runnables";

describe("RunnableSequence.from", () => {
  const steps = [(text: string) => text.length, (length: number) => length + 1] as const;

  it("takes a name, by itself or among options", async () => {
    for (const named of [
      RunnableSequence.from(steps, "count"),
      RunnableSequence.from(steps, { name: "count" }),
    ]) {
      expect(named.getName()).toBe("count");
      expect(await named.invoke("abc")).toBe(4);
    }
  });
});
