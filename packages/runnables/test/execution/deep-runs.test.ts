import { configure, RunCancelledError, type CallbackHandler } from "@rivulet/core";
import {
  RunnableLambda,
  RunnableParallel,
  RunnableSequence,
  type Runnable,
  type RunnableLike,
} from "@rivulet/runnables";
import { failureOf } from "../support/record.ts";

const increment = RunnableLambda.from((value: number) => value + 1);

type Any = Runnable<number, number>;

const ways: readonly (readonly [string, (inner: Any) => Any])[] = [
  [
    "sequences that end with one",
    (inner) => RunnableSequence.from<number, number>([increment, inner]),
  ],
  [
    "sequences that begin with one",
    (inner) => RunnableSequence.from<number, number>([inner, increment]),
  ],
  [
    "parallels",
    (inner) => RunnableParallel.from<number, { a: Any }>({ a: inner }).pipe(({ a }) => a),
  ],
  ["lambdas that return one", (inner) => RunnableLambda.from(() => inner)],
  [
    "lambdas that invoke one",
    (inner) => RunnableLambda.from((value: number) => inner.invoke(value)),
  ],
];

/** Sees to it that runs begin and end one inside the other. A listener that threw would only be reported. */
class NestingWatch {
  deepest = 0;
  readonly problems: string[] = [];
  readonly #open: string[] = [];

  readonly handler: CallbackHandler = {
    on_event: ({ event, run_id, parent_ids }) => {
      if (!event.endsWith("_start")) {
        if (this.#open.pop() !== run_id)
          this.problems.push(`${event} of a run that is not innermost`);
        return;
      }
      if (parent_ids.at(-1) !== this.#open.at(-1))
        this.problems.push(`${event} outside its parent`);
      this.#open.push(run_id);
      this.deepest = Math.max(this.deepest, this.#open.length);
    },
  };

  check(depth: number): void {
    expect(this.problems).toEqual([]);
    expect(this.#open).toEqual([]);
    expect(this.deepest).toBeGreaterThan(depth);
  }
}

describe("runs inside runs, all of them synchronous", () => {
  it.each(ways)("do not overflow the stack at a depth of 2,000: %s", async (_what, wrap) => {
    let runnable: Any = increment;
    for (let level = 0; level < 2_000; level += 1) runnable = wrap(runnable);
    const watch = new NestingWatch();
    const config = { callbacks: [watch.handler], recursionLimit: 3_000 };

    expect(await runnable.invoke(0, config)).toBeGreaterThan(0);
    watch.check(2_000);
  });

  it.each(ways)("fail with what the innermost throws: %s", async (_what, wrap) => {
    const broken = new Error("broken");
    let runnable: Any = RunnableLambda.from((): number => {
      throw broken;
    });
    for (let level = 0; level < 500; level += 1) runnable = wrap(runnable);
    const watch = new NestingWatch();

    expect(
      await failureOf(runnable.invoke(0, { callbacks: [watch.handler], recursionLimit: 1_000 })),
    ).toBe(broken);
    watch.check(500);
  });

  it.each(ways)("are cancelled from within, one after the other: %s", async (_what, wrap) => {
    const controller = new AbortController();
    const reason = new RunCancelledError("enough");
    let runnable: Any = RunnableLambda.from((value: number) => {
      controller.abort(reason);
      return value;
    });
    for (let level = 0; level < 500; level += 1) runnable = wrap(runnable);
    const watch = new NestingWatch();
    const config = { callbacks: [watch.handler], signal: controller.signal, recursionLimit: 1_000 };

    expect(await failureOf(runnable.invoke(0, config))).toBe(reason);
    watch.check(500);
  });
});

describe("a step of the user's own that ignores a cancellation", () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ["setImmediate"] });
  });

  afterEach(() => {
    jest.useRealTimers();
    configure({ cancelTimeoutMs: 1_000 });
  });

  it("holds nobody longer than cancelTimeoutMs, wherever it stands", async () => {
    configure({ cancelTimeoutMs: 300 });
    const hanging: RunnableLike<number, number> = {
      getName: () => "hanging",
      invokeIn: () => new Promise<number>(() => undefined),
      connect: () => {
        throw new Error("It is not streamed.");
      },
      createAccumulator: () => increment.createAccumulator(),
    };
    for (const steps of [[hanging], [increment, hanging], [hanging, increment]]) {
      const controller = new AbortController();
      const inner = RunnableSequence.from<number, number>(steps);
      const outer = RunnableSequence.from<number, number>([increment, inner]);
      const failure = failureOf(outer.invoke(0, { signal: controller.signal }));
      controller.abort("enough");
      await jest.advanceTimersByTimeAsync(300);
      expect(await failure).toBe("enough");
    }
  });
});
