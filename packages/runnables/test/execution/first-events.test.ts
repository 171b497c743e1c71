import type { RunEvent } from "@rivulet/core";
import {
  RunnableGenerator,
  RunnableLambda,
  RunnableParallel,
  type Runnable,
} from "@rivulet/runnables";
import { EventRecorder } from "@rivulet/testing";
import "@rivulet/testing/jest";

const streams = 20;

type Step = Runnable<number, unknown>;

/** What a step does with its input, in each shape that a stream can have as its outermost. */
const shapes: readonly (readonly [string, (work: (value: number) => number) => Step])[] = [
  ["a sequence", (work) => RunnableLambda.from(work).pipe((value: number) => value + 1)],
  ["a parallel", (work) => RunnableParallel.from({ a: RunnableLambda.from(work) }) as Step],
  ["a retry", (work) => RunnableLambda.from(work).withRetry() as Step],
];

describe.each(shapes)("many streams of %s that are asked for at a time", (_, make) => {
  it("have all told their start to who reads them before one of them works", async () => {
    const log: string[] = [];
    const step = make((value) => {
      log.push("work");
      return value;
    });
    const read = async (): Promise<void> => {
      for await (const event of step.streamEvents(1) as AsyncIterable<RunEvent>)
        if (event.parent_ids.length === 0 && event.event === "on_chain_start") log.push("start");
    };
    await Promise.all(Array.from({ length: streams }, read));
    expect(log.slice(0, streams)).toEqual(Array.from({ length: streams }, () => "start"));
    expect(log.slice(streams)).toEqual(Array.from({ length: streams }, () => "work"));
  });
});

describe("a stream whose consumer leaves at its start", () => {
  it.each([
    ["a sequence", (step: Step) => step.pipe((value) => value)],
    ["a parallel", (step: Step) => RunnableParallel.from({ a: step }) as Step],
    ["a generator", () => undefined],
  ])("of %s has no step begun", async (kind, make) => {
    let begun = 0;
    const step = RunnableLambda.from((value: number) => {
      begun += 1;
      return value;
    });
    const generator = new RunnableGenerator(async function* (values: AsyncIterable<number>) {
      for await (const value of values) {
        begun += 1;
        yield value;
      }
    });
    const runnable = make(step) ?? (generator as Step);
    const events: string[] = [];
    for await (const event of runnable.streamEvents(1)) {
      events.push(event.event);
      break;
    }
    expect(events).toEqual(["on_chain_start"]);
    expect({ kind, begun }).toEqual({ kind, begun: 0 });
  });
});

describe("branches that read nothing", () => {
  it("come in the order in which the branches stand, in events as in chunks", async () => {
    const parallel = RunnableParallel.from({
      a: RunnableLambda.from(() => "a"),
      b: new RunnableGenerator(async function* () {
        yield "b";
      }),
    });
    const chunks: unknown[] = [];
    for await (const chunk of parallel.stream(1)) chunks.push(chunk);
    const events: unknown[] = [];
    for await (const event of parallel.streamEvents(1, {}, { includeNames: ["RunnableParallel"] }))
      if (event.event === "on_chain_stream") events.push(event.data.chunk);
    expect(events).toEqual(chunks);
    expect(chunks).toEqual([{ a: "a" }, { b: "b" }]);
  });
});

describe("a step that breaks when the input is written to it", () => {
  class Broken extends RunnableLambda<number, number> {
    override connect(...args: Parameters<RunnableLambda<number, number>["connect"]>): never {
      const sink = super.connect(...args);
      const write = (): never => {
        throw new Error("broken");
      };
      return new Proxy(sink, {
        get: (target, key) => {
          const value: unknown = Reflect.get(target, key, target);
          if (key === "write") return write;
          return typeof value === "function" ? value.bind(target) : value;
        },
      }) as never;
    }
  }

  it("fails the stream, and leaves no run open", async () => {
    const recorder = new EventRecorder();
    const broken = new Broken({ func: (value) => value });
    const steps = [
      broken.pipe((value: number) => value),
      RunnableLambda.from((value: number) => value).pipe(broken),
    ];

    for (const step of steps) {
      const { output } = step.streamEvents(1, { callbacks: [recorder] });
      await expect(output).rejects.toThrow("broken");
    }
    expect(recorder).toObeyRunLaws();
  });
});
