import { chain, RunnableLambda, type Runnable, type RunnableConfig } from "@rivulet/runnables";
import { collect } from "../support/collect.ts";
import { failureOf, record } from "../support/record.ts";

const wrong: readonly (readonly [keyof RunnableConfig, readonly unknown[]])[] = [
  [
    "callbacks",
    ["a", 1, null, {}, [1], [null], ["on_event"], [{ on_tool_begin: () => undefined }]],
  ],
  ["tags", ["a", 1, null, {}, [1], [undefined]]],
  ["metadata", ["a", 1, null, [], new Map(), () => undefined]],
  ["runName", ["", 1, null, {}]],
  ["runId", ["", 1, null, {}]],
  ["signal", ["a", 1, null, {}, new AbortController()]],
  ["timeout", [0, -1, "1", null, Number.NaN, Infinity, 2 ** 31]],
  ["maxConcurrency", [0, -1, 1.5, "1", null, Infinity, Number.NaN]],
  ["recursionLimit", [0, -1, 1.5, "1", null, Number.NaN]],
  ["configurable", ["a", 1, null, []]],
];
const cases = wrong.flatMap(([field, values]) => values.map((value) => ({ field, value })));

const right: readonly RunnableConfig[] = [
  {},
  { callbacks: [], tags: [], metadata: {}, configurable: {} },
  { runName: "a", runId: "b", timeout: 0.5, maxConcurrency: 1, recursionLimit: 1 },
  { timeout: 2 ** 31 - 1, signal: new AbortController().signal },
  Object.fromEntries(wrong.map(([field]) => [field, undefined])),
];

type Call = (runnable: Runnable<string, string>, config: RunnableConfig) => unknown;

async function* inputs(): AsyncGenerator<string> {
  yield "go";
}

const calls: readonly (readonly [string, Call])[] = [
  ["invoke", (runnable, config) => runnable.invoke("go", config)],
  ["batch", (runnable, config) => runnable.batch(["go", "go"], config)],
  ["batch with a list", (runnable, config) => runnable.batch(["go", "go"], [{}, config])],
  ["stream", (runnable, config) => runnable.stream("go", config)],
  ["transform", (runnable, config) => runnable.transform(inputs(), config)],
  ["streamEvents", (runnable, config) => runnable.streamEvents("go", config)],
  ["streamLog", (runnable, config) => runnable.streamLog("go", config)],
  ["withConfig", (runnable, config) => runnable.withConfig(config)],
];

describe.each(calls)("the config of %s", (_name, call) => {
  it.each(cases)(
    "is refused where $field is $value, before anything runs",
    async ({ field, value }) => {
      const func = jest.fn((input: string) => input);
      const { events, callbacks } = record();
      const config = { callbacks, [field]: value } as RunnableConfig;
      const error = await failureOf(() => call(RunnableLambda.from(func), config));

      expect(error).toMatchObject({ name: "InvalidArgumentError", code: expect.any(String) });
      expect(func).not.toHaveBeenCalled();
      expect(events).toStrictEqual([]);
    },
  );

  it.each(["text", 1, null, []])("is refused where it is %j itself", async (config) => {
    expect(
      await failureOf(() =>
        call(
          chain((input: string) => input),
          config as RunnableConfig,
        ),
      ),
    ).toMatchObject({
      name: "InvalidArgumentError",
    });
  });
});

it.each(cases)("$field of a class is refused where it is $value", async ({ field, value }) => {
  class Settings {}
  Object.defineProperty(Settings.prototype, field, { get: () => value });
  const runnable = RunnableLambda.from((input: string) => input);

  expect(await failureOf(() => runnable.invoke("go", new Settings()))).toMatchObject({
    name: "InvalidArgumentError",
    message: expect.stringContaining(field === "callbacks" ? "" : `${field} was`),
  });
});

it.each(right)("a config may be %j", async (config) => {
  const runnable = RunnableLambda.from((input: string) => input);

  expect(await runnable.invoke("go", config)).toBe("go");
  expect(await runnable.withConfig(config).invoke("go")).toBe("go");
  expect(await collect(runnable.stream("go", config))).toStrictEqual(["go"]);
});
