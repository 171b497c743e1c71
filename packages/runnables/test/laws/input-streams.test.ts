import { getEventListeners } from "node:events";
import { RunTimeoutError } from "@rivulet/core";
import {
  Embeddings,
  JsonOutputParser,
  type Runnable,
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
  RunnablePassthrough,
  StringOutputParser,
  type RunnableConfig,
  type Vector,
} from "@rivulet/runnables";
import { watchProcess } from "@rivulet/test-support";
import { collect } from "../support/collect.ts";
import { findViolations } from "./support/find-violations.ts";
import { createRecorder, phasesOf } from "./support/recorder.ts";
import { Script, failure, type Plan } from "./support/script.ts";
import { soon, turns } from "./support/soon.ts";

watchProcess();

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ["setImmediate", "queueMicrotask", "nextTick", "performance"] });
});

afterEach(() => {
  jest.useRealTimers();
});

const texts = ["[1", ", 2", "]"];

const echo = (): Runnable<string, string> =>
  new RunnableGenerator(async function* echo(input: AsyncIterable<string>) {
    yield* input;
  });

const subjects: readonly (readonly [string, () => Runnable<string, unknown>])[] = [
  ["a parser", () => new StringOutputParser()],
  ["a JSON parser", () => new JsonOutputParser()],
  ["a passthrough", () => new RunnablePassthrough<string>()],
  ["a generator", echo],
  ["a lambda", () => RunnableLambda.from((text: string) => text.length)],
  ["a sequence", () => echo().pipe(new StringOutputParser()).pipe(echo())],
  ["a map", () => RunnableParallel.from({ a: echo(), b: new StringOutputParser() })],
  ["a retry", () => echo().withRetry({ delayMs: () => 0 })],
  ["fallbacks", () => echo().withFallbacks([echo()])],
  ["a binding", () => echo().withConfig({ tags: ["t"] })],
];

function play(plan: Plan): {
  script: Script;
  input: AsyncIterable<string>;
  controller: AbortController;
} {
  const script = new Script(plan);
  const controller = new AbortController();
  return { script, controller, input: script.play(texts, { signal: controller.signal }) };
}

describe.each(subjects)("%s over a stream of input", (_name, build) => {
  it("gives what it gives for the whole", async () => {
    const recorder = createRecorder();
    const { script, input } = play({});
    const chunks = await soon(collect(build().transform(input, { callbacks: [recorder] })));
    const whole = await build().invoke(texts.join(""));
    const end = recorder.events.at(-1);
    expect(JSON.stringify((end?.data as { output: unknown }).output)).toBe(JSON.stringify(whole));
    const inputs = [recorder.events[0], end].map(
      (event) => (event?.data as { input?: unknown }).input,
    );
    expect(inputs).toContain(texts.join(""));
    expect(chunks.length).toBeGreaterThan(0);
    expect(findViolations(recorder.events)).toEqual([]);
    expect(script.open).toBe(0);
  });

  it.each([0, 1])("fails with its input (%d)", async (failAt) => {
    const recorder = createRecorder();
    const { script, input } = play({ failAt });
    await expect(soon(collect(build().transform(input, { callbacks: [recorder] })))).rejects.toBe(
      failure,
    );
    expect(findViolations(recorder.events)).toEqual([]);
    expect(script.open).toBe(0);
  });

  it.each([0, 1])("is aborted while it waits for its input (%d)", async (stallAt) => {
    const recorder = createRecorder();
    const { script, input, controller } = play({ stallAt });
    const { signal } = controller;
    const outcome = collect(build().transform(input, { callbacks: [recorder], signal }));
    outcome.catch(() => undefined);
    await script.stalled.promise;
    controller.abort("enough");
    await expect(soon(outcome)).rejects.toBe("enough");
    expect(findViolations(recorder.events)).toEqual([]);
    expect(script.open).toBe(0);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  it("times out while it waits for its input", async () => {
    const recorder = createRecorder();
    const { script, input, controller } = play({ stallAt: 1 });
    const outcome = collect(build().transform(input, { callbacks: [recorder], timeout: 50 }));
    outcome.catch(() => undefined);
    await script.stalled.promise;
    jest.advanceTimersByTime(50);
    await turns(3);
    controller.abort("The input stops, too.");
    await expect(soon(outcome)).rejects.toThrow(RunTimeoutError);
    expect(findViolations(recorder.events)).toEqual([]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it("reads nothing when it was aborted before", async () => {
    const recorder = createRecorder();
    const { script, input, controller } = play({});
    const { signal } = controller;
    controller.abort("never");
    const outcome = collect(build().transform(input, { callbacks: [recorder], signal }));
    await expect(soon(outcome)).rejects.toBe("never");
    expect(findViolations(recorder.events)).toEqual([]);
    expect(script.open).toBe(0);
  });

  it("waits no longer than it must for input that cannot be stopped", async () => {
    const recorder = createRecorder();
    const { script, input } = play({ stallAt: 1, ignoresSignal: true });
    const controller = new AbortController();
    const outcome = collect(
      build().transform(input, { callbacks: [recorder], signal: controller.signal }),
    );
    outcome.catch(() => undefined);
    await script.stalled.promise;
    controller.abort("enough");
    await turns(3);
    await jest.advanceTimersByTimeAsync(1_000);
    await expect(soon(outcome)).rejects.toBe("enough");
    script.release.resolve();
    await turns(5);
    expect(findViolations(recorder.events)).toEqual([]);
    expect(script.open).toBe(0);
  });

  it("lets go of its input when it is left", async () => {
    const recorder = createRecorder();
    const { script, input } = play({});
    const stream = build().transform(input, { callbacks: [recorder] });
    for await (const _ of stream) break;
    expect(script.open).toBe(0);
    expect(findViolations(recorder.events)).toEqual([]);
    const untouched = build().transform(play({}).input);
    expect(await soon(untouched.return())).toEqual({ done: true, value: undefined });
  });
});

describe("embeddings", () => {
  class TestEmbeddings extends Embeddings {
    readonly #script: Script;
    constructor(script: Script) {
      super();
      this.#script = script;
    }
    protected override async _embed(
      inputs: readonly string[],
      config: RunnableConfig,
    ): Promise<readonly Vector[]> {
      const text = await this.#script.playAll(texts, config);
      return inputs.map((input) => [input.length, text.length]);
    }
  }

  it("obey the laws on every way out", async () => {
    const recorder = createRecorder();
    const callbacks = [recorder];
    const make = (plan: Plan): { script: Script; embeddings: TestEmbeddings } => {
      const script = new Script(plan);
      return { script, embeddings: new TestEmbeddings(script) };
    };
    expect(await make({}).embeddings.embedDocuments(["a", "bb"], { callbacks })).toEqual([
      [1, 6],
      [2, 6],
    ]);
    await expect(make({ failAt: 0 }).embeddings.embedQuery("a", { callbacks })).rejects.toBe(
      failure,
    );
    const aborted = make({ stallAt: 1 });
    const controller = new AbortController();
    const first = aborted.embeddings.embedQuery("a", { callbacks, signal: controller.signal });
    first.catch(() => undefined);
    await aborted.script.stalled.promise;
    controller.abort("enough");
    await expect(soon(first)).rejects.toBe("enough");
    const late = make({ stallAt: 1 });
    const second = late.embeddings.embedQuery("a", { callbacks, timeout: 50 });
    second.catch(() => undefined);
    await late.script.stalled.promise;
    await jest.advanceTimersByTimeAsync(50);
    await expect(soon(second)).rejects.toThrow(RunTimeoutError);
    const deaf = make({ stallAt: 1, ignoresSignal: true });
    const third = deaf.embeddings.embedQuery("a", { callbacks, timeout: 50 });
    third.catch(() => undefined);
    await deaf.script.stalled.promise;
    await jest.advanceTimersByTimeAsync(1_050);
    await expect(soon(third)).rejects.toThrow(RunTimeoutError);
    deaf.script.release.resolve();
    expect(findViolations(recorder.events)).toEqual([]);
    expect(phasesOf(recorder.events, "TestEmbeddings")).toEqual(
      ["end", "error", "cancel", "cancel", "cancel"].flatMap((phase) => ["start", phase]),
    );
  });
});
