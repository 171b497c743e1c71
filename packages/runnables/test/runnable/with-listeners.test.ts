import { RunnableLambda, type RunListeners } from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";
import { collect, take } from "../support/collect.ts";
import { failureOf, record } from "../support/record.ts";

const broken = new Error("broken");

/** Listeners for every phase that note what they are told. */
function noting(): { readonly told: [string, string][]; readonly listeners: RunListeners } {
  const told: [string, string][] = [];
  const note =
    (phase: string) =>
    ({ name }: { readonly name: string }): void => {
      told.push([phase, name]);
    };
  return {
    told,
    listeners: {
      onStart: note("start"),
      onChunk: note("chunk"),
      onEnd: note("end"),
      onError: note("error"),
      onCancel: note("cancel"),
    },
  };
}

describe("withListeners", () => {
  const inner = RunnableLambda.from((input: string) => input).withConfig({ runName: "inner" });
  const outer = RunnableLambda.from((input: string) => inner.invoke(input)).withConfig({
    runName: "outer",
  });

  it("tells of the runnable's own runs, not of those inside", async () => {
    const { told, listeners } = noting();
    await outer.withListeners(listeners).invoke("go");

    expect(told).toStrictEqual([
      ["start", "outer"],
      ["end", "outer"],
    ]);
  });

  it("tells of chunks where it streams", async () => {
    const { told, listeners } = noting();
    await collect(
      new ScriptedChatModel({ name: "m", chunks: ["a", "b"] })
        .withListeners(listeners)
        .stream("go"),
    );

    expect(told.map(([phase]) => phase)).toStrictEqual(["start", "chunk", "chunk", "end"]);
  });

  it("keeps the listeners that it was given, whatever becomes of the object", async () => {
    const { told, listeners } = noting();
    const { onStart = () => undefined, onEnd = () => undefined } = listeners;
    const given: Record<string, unknown> = { onStart };
    const listened = outer.withListeners(given);
    delete given["onStart"];
    given["onEnd"] = onEnd;
    await listened.invoke("go");

    expect(told).toStrictEqual([["start", "outer"]]);
  });

  it("tells of failures and of cancels", async () => {
    const failing = noting();
    const cancelled = noting();
    const model = new ScriptedChatModel({ chunks: ["a", "b"], failAt: 1, error: broken });
    await failureOf(collect(model.withListeners(failing.listeners).stream("go")));
    await take(model.withListeners(cancelled.listeners).stream("go"), 1);

    expect(failing.told.map(([phase]) => phase)).toStrictEqual(["start", "chunk", "error"]);
    expect(cancelled.told.map(([phase]) => phase)).toStrictEqual(["start", "chunk", "cancel"]);
  });

  it("tells of each run apart, when there are several at a time or one inside another", async () => {
    const starts: string[] = [];
    const echo = RunnableLambda.from((input: string) => input).withListeners({
      onStart: ({ run_id }) => {
        starts.push(run_id);
      },
    });
    await echo.batch(["a", "b", "c"]);
    await echo.pipe(echo).invoke("d");

    expect(new Set(starts).size).toBe(5);
    expect(starts).toHaveLength(5);
  });

  it("keeps the id that the call gives", async () => {
    const { events, callbacks } = record();
    const ids: string[] = [];
    const listened = inner.withListeners({
      onEnd: ({ run_id }) => {
        ids.push(run_id);
      },
    });
    await listened.invoke("go", { runId: "run-1", callbacks });

    expect(ids).toStrictEqual(["run-1"]);
    expect(events[0]?.run_id).toBe("run-1");
  });

  it("adds up when it is used twice", async () => {
    const first = noting();
    const second = noting();
    await inner.withListeners(first.listeners).withListeners(second.listeners).invoke("go");

    expect(first.told).toStrictEqual([
      ["start", "inner"],
      ["end", "inner"],
    ]);
    expect(second.told).toStrictEqual(first.told);
  });

  it("does no harm when a listener throws", async () => {
    const warn = jest.spyOn(console, "warn").mockReturnValue();
    const listened = inner.withListeners({
      onStart: () => {
        throw broken;
      },
      onEnd: () => Promise.reject(broken),
    });

    expect(await listened.invoke("go")).toBe("go");
    await Promise.resolve();
    expect(warn).toHaveBeenCalled();
    warn.mockRestore();
  });
});
