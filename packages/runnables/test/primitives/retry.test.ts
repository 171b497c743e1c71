import { RunnableLambda, type Runnable } from "@rivulet/runnables";
import { turns } from "../laws/support/soon.ts";
import { failureOf, record } from "../support/record.ts";

const now = { delayMs: () => 0 };

const ways: [
  string,
  (runnable: Runnable<string, string>, signal?: AbortSignal) => Promise<unknown>,
][] = [
  [
    "invoke",
    (runnable, signal) => runnable.invoke("in", { ...(signal !== undefined && { signal }) }),
  ],
  [
    "stream",
    async (runnable, signal) => {
      const chunks: string[] = [];
      for await (const chunk of runnable.stream("in", { ...(signal !== undefined && { signal }) }))
        chunks.push(chunk);
      return chunks.join("");
    },
  ],
];

describe.each(ways)("onFailedAttempt of a retry, by %s", (_way, run) => {
  function failingUntil(attempt: number): Runnable<string, string> {
    let attempts = 0;
    return RunnableLambda.from((input: string) => {
      attempts += 1;
      if (attempts < attempt) throw new Error(`attempt ${String(attempts)}`);
      return `${input} by ${String(attempts)}`;
    });
  }

  it("is waited for before the next attempt", async () => {
    const order: string[] = [];
    const retry = failingUntil(2).withRetry({
      ...now,
      onFailedAttempt: async (error) => {
        await Promise.resolve();
        order.push((error as Error).message);
      },
    });
    const { events, callbacks } = record({ includeNames: ["RunnableLambda"] });
    const observed = retry.withConfig({
      callbacks: [
        ...callbacks,
        {
          on_chain_start: ({ name }) => {
            order.push(name);
          },
        },
      ],
    });
    await expect(run(observed)).resolves.toBe("in by 2");
    expect(order).toEqual(["RunnableRetry", "RunnableLambda", "attempt 1", "RunnableLambda"]);
    expect(events.filter(({ event }) => event === "on_chain_error")).toHaveLength(1);
  });

  it("ends the trying by what it rejects with", async () => {
    const attempt = jest.fn<string, [string]>(() => {
      throw new Error("broken");
    });
    const enough = new Error("enough");
    const retry = RunnableLambda.from((input: string) => attempt(input)).withRetry({
      ...now,
      onFailedAttempt: () => Promise.reject(enough),
    });
    expect(await failureOf(run(retry))).toBe(enough);
    expect(attempt).toHaveBeenCalledTimes(1);
  });

  it("begins no attempt after a cancellation", async () => {
    const controller = new AbortController();
    const stopped = new Error("stopped");
    const attempt = jest.fn<string, [string]>(() => {
      throw new Error("broken");
    });
    const retry = RunnableLambda.from((input: string) => attempt(input)).withRetry({
      ...now,
      onFailedAttempt: async () => {
        await Promise.resolve();
        controller.abort(stopped);
      },
    });
    const { events, callbacks } = record();
    const observed = retry.withConfig({ callbacks });
    expect(await failureOf(run(observed, controller.signal))).toBe(stopped);
    expect(attempt).toHaveBeenCalledTimes(1);
    expect(events.filter(({ event }) => event === "on_chain_start")).toHaveLength(2);
  });

  it("leaves no timer behind after a cancellation", async () => {
    const setTimer = jest.spyOn(globalThis, "setTimeout");
    const controller = new AbortController();
    const stopped = new Error("stopped");
    const retry = failingUntil(2).withRetry({
      delayMs: () => 123_456,
      onFailedAttempt: async () => {
        await Promise.resolve();
        controller.abort(stopped);
      },
    });
    expect(await failureOf(run(retry, controller.signal))).toBe(stopped);
    // The consumer is told of a cancellation before the hook has returned.
    await turns(2);
    const delays = setTimer.mock.calls.map(([, delayMs]) => delayMs);
    setTimer.mockRestore();
    expect(delays).not.toContain(123_456);
  });
});

describe("delayMs of a retry", () => {
  const failing = RunnableLambda.from(() => {
    throw new Error("broken");
  });

  it.each<[unknown]>([[Number.NaN], [-1], ["x"], ["5"], [null], [5n], [[]]])(
    "is refused when it gives %p",
    async (given) => {
      const retry = failing.withRetry({ delayMs: () => given as number });
      for (const [, run] of ways)
        expect(await failureOf(run(retry as Runnable<unknown, string>))).toMatchObject({
          name: "InvalidArgumentError",
          message: expect.stringContaining("delayMs gave"),
        });
    },
  );

  it.each<[string, () => Promise<unknown>, unknown]>([
    ["a delay", () => Promise.resolve(0), new Error("broken")],
    ["none", () => Promise.resolve("x"), { message: expect.stringContaining('delayMs gave "x"') }],
    ["a failure", () => Promise.reject(new Error("no delay")), new Error("no delay")],
  ])("is waited for when it gives a promise of %s", async (_what, delayMs, failure) => {
    for (const [, run] of ways) {
      const retry = failing.withRetry({ delayMs: delayMs as () => Promise<number> });
      expect(await failureOf(run(retry as Runnable<unknown, string>))).toMatchObject(
        failure as object,
      );
    }
  });

  it("waits as long as a timer can, where it gives more", async () => {
    const setTimer = jest.spyOn(globalThis, "setTimeout");
    for (const [, run] of ways) {
      const controller = new AbortController();
      const retry = failing.withRetry({
        delayMs: (failed) => {
          setImmediate(() => {
            controller.abort(new Error("stopped"));
          });
          return 1_000 * 2 ** (30 + failed);
        },
      });
      setTimer.mockClear();
      expect(await failureOf(run(retry as Runnable<unknown, string>, controller.signal))).toEqual(
        new Error("stopped"),
      );
      expect(setTimer.mock.calls.map(([, delayMs]) => delayMs)).toContain(2 ** 31 - 1);
    }
    setTimer.mockRestore();
  });
});
