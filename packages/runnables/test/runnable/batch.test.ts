import { RunnableLambda, type Runnable, type RunnableConfig } from "@rivulet/runnables";
import { failureOf, namesOf, record } from "../support/record.ts";

/** A runnable whose runs end when they are told to. */
class Doors {
  readonly opened: number[] = [];
  readonly signals: (AbortSignal | undefined)[] = [];
  readonly #waiting = new Map<
    number,
    { resolve: (value: string) => void; reject: (error: unknown) => void }
  >();
  readonly runnable: Runnable<number, string> = RunnableLambda.from(
    (door: number, { signal }: RunnableConfig) => {
      this.opened.push(door);
      this.signals[door] = signal;
      return new Promise<string>((resolve, reject) => {
        this.#waiting.set(door, { resolve, reject });
        signal?.addEventListener("abort", () => {
          reject(signal.reason as Error);
        });
      });
    },
  );

  async close(door: number): Promise<void> {
    this.#waiting.get(door)?.resolve(`door ${String(door)}`);
    await this.settle();
  }

  async fail(door: number, error: unknown): Promise<void> {
    this.#waiting.get(door)?.reject(error);
    await this.settle();
  }

  settle(): Promise<void> {
    return new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

const broken = new Error("broken");

describe("batch", () => {
  it("gives results in the order of the inputs, whichever comes first", async () => {
    const doors = new Doors();
    const results = doors.runnable.batch([0, 1, 2]);
    await doors.settle();
    for (const door of [2, 0, 1]) await doors.close(door);

    expect(await results).toStrictEqual(["door 0", "door 1", "door 2"]);
  });

  it("gives nothing for nothing", async () => {
    expect(await new Doors().runnable.batch([])).toStrictEqual([]);
    expect(await new Doors().runnable.batch([], [])).toStrictEqual([]);
  });

  it.each<[string, RunnableConfig | undefined, { maxConcurrency?: number } | undefined]>([
    ["the config", { maxConcurrency: 2 }, undefined],
    ["the options", undefined, { maxConcurrency: 2 }],
    ["the options over the config", { maxConcurrency: 1 }, { maxConcurrency: 2 }],
  ])(
    "opens no more runs at a time than maxConcurrency of %s says",
    async (_where, config, options) => {
      const doors = new Doors();
      const results = doors.runnable.batch([0, 1, 2, 3], config, options);
      await doors.settle();
      expect(doors.opened).toStrictEqual([0, 1]);

      await doors.close(1);
      expect(doors.opened).toStrictEqual([0, 1, 2]);

      for (const door of [0, 2, 3]) await doors.close(door);
      expect(await results).toHaveLength(4);
    },
  );

  it.each([0, -1, 1.5, "2", Number.NaN])(
    "refuses %p for maxConcurrency in the options",
    async (maxConcurrency) => {
      const { runnable } = new Doors();

      expect(
        await failureOf(() =>
          runnable.batch([0], {}, { maxConcurrency: maxConcurrency as number }),
        ),
      ).toMatchObject({
        name: "InvalidArgumentError",
      });
    },
  );

  it("fails with the first failure, cancels what is open, and begins nothing more", async () => {
    const doors = new Doors();
    const results = failureOf(doors.runnable.batch([0, 1, 2, 3], { maxConcurrency: 3 }));
    await doors.settle();
    await doors.fail(1, broken);

    expect(await results).toBe(broken);
    expect(doors.opened).toStrictEqual([0, 1, 2]);
    expect([0, 2].map((door) => doors.signals[door]?.aborted)).toStrictEqual([true, true]);
  });

  it("gives errors in the place of results with returnExceptions", async () => {
    const doors = new Doors();
    const results = doors.runnable.batch([0, 1, 2], undefined, { returnExceptions: true });
    await doors.settle();
    await doors.fail(1, broken);
    await doors.fail(2, "no error at all");
    await doors.close(0);

    expect(await results).toStrictEqual([
      "door 0",
      broken,
      expect.objectContaining({ message: "no error at all", cause: "no error at all" }),
    ]);
  });

  it("takes a config for each input", async () => {
    const { events, callbacks } = record();
    const echo = RunnableLambda.from((input: string) => input);
    await echo.batch(
      ["a", "b"],
      [
        { callbacks, runName: "first", runId: "1" },
        { callbacks, runName: "second" },
      ],
    );

    expect(
      events.filter(({ event }) => event === "on_chain_start").map(({ name }) => name),
    ).toStrictEqual(["first", "second"]);
    expect(events[0]?.run_id).toBe("1");
  });

  it("gives each input a run of its own with one config for all", async () => {
    const { events, callbacks } = record();
    await RunnableLambda.from((input: string) => input).batch(["a", "b"], {
      callbacks,
      runId: "1",
      tags: ["t"],
    });

    expect(new Set(events.map(({ run_id }) => run_id)).size).toBe(2);
    expect(events.every(({ tags, parent_ids }) => tags[0] === "t" && parent_ids.length === 0)).toBe(
      true,
    );
    expect(namesOf(events).toSorted()).toStrictEqual([
      "on_chain_end",
      "on_chain_end",
      "on_chain_start",
      "on_chain_start",
    ]);
  });

  it.each([[[]], [[{}]], [[{}, {}, {}]]])("refuses %j for two inputs", async (configs) => {
    expect(await failureOf(() => new Doors().runnable.batch([0, 1], configs))).toMatchObject({
      name: "InvalidArgumentError",
      message: expect.stringContaining("2 inputs"),
    });
  });

  it("is cancelled as a whole by its signal", async () => {
    const doors = new Doors();
    const controller = new AbortController();
    const results = failureOf(doors.runnable.batch([0, 1], { signal: controller.signal }));
    await doors.settle();
    controller.abort(broken);

    expect(await results).toBe(broken);
    expect(doors.signals.map((signal) => signal?.aborted)).toStrictEqual([true, true]);
  });

  it("gives an error in the place of whatever is thrown, also where that is no text", async () => {
    const thrown: unknown = Object.create(null);
    const failing = RunnableLambda.from(() => {
      throw thrown;
    });
    const [error] = await failing.batch(["a"], {}, { returnExceptions: true });

    expect(error).toMatchObject({ message: "an object", cause: thrown });
  });

  it("takes a hole in the list of inputs for undefined", async () => {
    const echo = RunnableLambda.from((input: number | undefined) => input);

    // oxlint-disable-next-line no-sparse-arrays -- what a user may give.
    expect(await echo.batch([, 1])).toStrictEqual([undefined, 1]);
  });

  it("makes children of the run that it is called in", async () => {
    const { events, callbacks } = record();
    const echo = RunnableLambda.from((input: string) => input);
    await RunnableLambda.from(() => echo.batch(["a", "b"])).invoke("go", { callbacks });

    expect(events.map(({ parent_ids }) => parent_ids.length)).toStrictEqual([0, 1, 1, 1, 1, 0]);
  });
});
