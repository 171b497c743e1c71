import { getCurrentRun, InvalidArgumentError, traceable } from "@rivulet/core";
import { startRun, RunContext } from "@rivulet/core/runtime";
import { RunnableLambda } from "@rivulet/runnables";
import { ScriptedChatModel, watchForSecrets, type SecretWatch } from "@rivulet/testing";

const secret = "sk-of-nobody-0123456789";

let watch: SecretWatch;

beforeEach(() => {
  watch = watchForSecrets([secret, "another"]);
});

afterEach(() => {
  watch.stop();
});

const start = (options: object = {}): ReturnType<typeof startRun> =>
  startRun(RunContext.root, { type: "tool", name: "search", ...options }, undefined);

describe("a watch for secrets finds one", () => {
  it.each<[string, () => unknown]>([
    [
      "the start event of f (chain)",
      () => traceable((key: string) => key.length, { name: "f" })(secret),
    ],
    [
      "the end event of f (chain)",
      () => traceable(() => ({ deep: [{ key: secret }] }), { name: "f" })(),
    ],
    ["the stream event of search (tool)", () => start().stream(`Bearer ${secret}`)],
    ["the error event of search (tool)", () => start().error(new Error(`wrong key ${secret}`))],
    [
      "the error event of search (tool)",
      () => start().error(new Error("failed", { cause: { key: secret } })),
    ],
    ["the cancel event of search (tool)", () => start().cancel(secret)],
    ["the custom event of search (tool)", () => start().custom("note", new Map([["key", secret]]))],
    ["the start event of search (tool)", () => start({ metadata: { key: secret } })],
    ["the start event of search (tool)", () => start({ tags: ["another"] })],
  ])("in %s, though nobody listens", (where, tell) => {
    tell();
    expect(watch.leaks).toContain(where);
    expect(watch.leaks.join()).not.toContain(secret);
  });

  it.each(["debug", "error", "info", "log", "warn"] as const)(
    "in what console.%s prints",
    (name) => {
      const print = jest.spyOn(console, name).mockImplementation();
      const inner = watchForSecrets([secret]);
      console[name]("the key is", { key: secret });
      expect(inner.stop()).toEqual([`console.${name}`]);
      expect(print).toHaveBeenCalledWith("the key is", { key: secret });
      print.mockRestore();
    },
  );
});

describe("a watch for secrets", () => {
  it("finds nothing where there is nothing, and observes nobody", async () => {
    const model = new ScriptedChatModel({ chunks: ["sk-of-", "nobody"] });
    let isObserved: unknown;
    const look = RunnableLambda.from(() => {
      isObserved = getCurrentRun()?.isObserved;
    });
    await model.pipe(look).invoke("Hi");
    expect(isObserved).toBe(false);
    expect(watch.stop()).toEqual([]);
  });

  it("finds nothing any more when it was stopped, and leaves runs and the console as they were", () => {
    const inner = watchForSecrets([secret]);
    inner.stop();
    inner.stop();
    start().end(secret);
    expect(inner.leaks).toEqual([]);
    expect(watch.leaks).toEqual(["the end event of search (tool)"]);
  });

  it.each([[[""]], [[1 as unknown as string]]])("refuses %j as secrets", (secrets) => {
    expect(() => watchForSecrets(secrets)).toThrow(InvalidArgumentError);
  });
});
