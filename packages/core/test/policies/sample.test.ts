import {
  CallbackManager,
  configure,
  InvalidArgumentError,
  traceable,
  type CallbackHandler,
  type RunManager,
} from "@rivulet/core";
import { redact, sample, type RootOutcome, type SamplingPolicy } from "@rivulet/core/operators";
import { RemoteRun, RunContext } from "@rivulet/core/runtime";
import { outline, recordEvents, type RecordingHandler } from "../support/record-events.ts";

afterEach(() => {
  configure({ callbacks: [], onListenerError: undefined });
  jest.restoreAllMocks();
});

interface Sampled {
  readonly recorder: RecordingHandler;
  readonly manager: CallbackManager;
  /** The names of the runs that were told of, each once. */
  readonly names: () => string[];
}

function sampled(policy: SamplingPolicy, options: Omit<CallbackHandler, "on_event"> = {}): Sampled {
  const recorder = recordEvents(options);
  const manager = new CallbackManager({ callbacks: [sample(recorder, policy)] });
  return {
    recorder,
    manager,
    names: () => [...new Set(recorder.events.map(({ name }) => name))],
  };
}

const inside = (run: RunManager, name: string): RunManager =>
  CallbackManager.forChildrenOf(run).startRun({ type: "chat_model", name });

describe("sample by ratio", () => {
  const kept = (ratio: number): string[] => {
    const { manager, names } = sampled({ ratio });
    for (let index = 0; index < 2_000; index += 1)
      manager.startRun({ type: "tool", name: String(index), id: `run-${String(index)}` }).end(1);
    return names();
  };

  it("keeps the share that was asked for, the same roots each time, and more of them with more", () => {
    const few = kept(0.1);
    expect(few.length).toBeGreaterThan(150);
    expect(few.length).toBeLessThan(250);
    expect(kept(0.1)).toEqual(few);
    expect(kept(0.5)).toEqual(expect.arrayContaining(few));
    expect(kept(0)).toEqual([]);
    expect(kept(1)).toHaveLength(2_000);
  });

  it("tells at once, and goes by the root", () => {
    const { manager, recorder } = sampled({ ratio: 0.5 });
    for (let index = 0; index < 20; index += 1) {
      const before = recorder.events.length;
      const root = manager.startRun({ type: "chain", name: "root", id: `root-${String(index)}` });
      const isKept = recorder.events.length > before;
      for (let child = 0; child < 5; child += 1) inside(root, "child").end(1);
      root.end(1);
      expect(recorder.events.length - before).toBe(isKept ? 12 : 0);
    }
  });
});

describe("sample by outcome", () => {
  it("keeps roots in which a run failed, with all that is inside them, in order", () => {
    const { manager, recorder } = sampled({ keepErrors: true });
    const good = manager.startRun({ type: "chain", name: "good" });
    const bad = manager.startRun({ type: "chain", name: "bad" });
    inside(good, "model").end(1);
    const model = inside(bad, "model");
    model.stream("x");
    model.error("broken");
    good.end(1);
    expect(recorder.events).toEqual([]);
    bad.end(1);
    expect(outline(recorder.events)).toEqual([
      "bad start",
      "model start",
      'model stream "x"',
      "model error",
      "bad end",
    ]);
  });

  it("keeps slow roots", () => {
    jest.spyOn(performance, "now").mockReturnValue(0);
    const { manager, names } = sampled({ slowMs: 100 });
    const slow = manager.startRun({ type: "tool", name: "slow" });
    jest.mocked(performance.now).mockReturnValue(1);
    const fast = manager.startRun({ type: "tool", name: "fast" });
    jest.mocked(performance.now).mockReturnValue(100);
    slow.end(1);
    fast.end(1);
    expect(names()).toEqual(["slow"]);
  });

  it("keeps costly roots, whichever run inside them was costly", () => {
    const { manager, names } = sampled({ costlyTokens: 100 });
    for (const tokens of [49, 50]) {
      const root = manager.startRun({ type: "chain", name: String(tokens) });
      const usage_metadata = { input_tokens: 50, output_tokens: tokens };
      inside(root, `model ${String(tokens)}`).end({ usage_metadata });
      root.end(1);
    }
    expect(names()).toEqual(["50", "model 50"]);
  });

  it("keeps what a function says, and reports one that throws", () => {
    const reported: unknown[] = [];
    configure({ onListenerError: (error, { event }) => reported.push([error, event?.name]) });
    const outcomes: RootOutcome[] = [];
    const { manager, names } = sampled({
      keep: (outcome) => {
        outcomes.push(outcome);
        if (outcome.event.name === "thrown") throw "keep";
        return outcome.event.name === "wanted";
      },
    });
    for (const name of ["wanted", "thrown", "other"])
      manager.startRun({ type: "tool", name }).end(1);
    expect(names()).toEqual(["wanted"]);
    expect(reported).toEqual([["keep", "thrown"]]);
    expect(outcomes[0]).toMatchObject({ hasFailed: false, usage: { total_tokens: 0 } });
  });

  describe("of roots that the handler does not hear", () => {
    const failing = { keepErrors: true, maxHeldRoots: 1 };
    const tell = (manager: CallbackManager, name: string, isGood: boolean): void => {
      const run = manager.startRun({ type: "chain", name });
      inside(run, `model of ${name}`).end(1);
      if (isGood) run.end(1);
      else run.error("broken");
    };
    const expected = ["bad", "model of bad", "worse", "model of worse"];

    it("goes by the outermost runs that it hears, each for itself", () => {
      const { recorder, names } = sampled({ keepErrors: true });
      const callbacks = [sample(recorder, failing)];
      const root = new CallbackManager().startRun({ type: "chain", name: "root" });
      const manager = CallbackManager.forChildrenOf(root).with({ callbacks });
      for (const name of ["good", "bad", "better", "worse"])
        tell(manager, name, ["good", "better"].includes(name));
      expect(names()).toEqual(expected);
      root.end(1);
      expect(recorder.events).toHaveLength(8);
    });

    it("does so below a run of another process", () => {
      const { recorder, names } = sampled({ keepErrors: true });
      const callbacks = [sample(recorder, failing)];
      for (const name of ["good", "bad", "better", "worse"]) {
        const parent = new RemoteRun(["root elsewhere", "parent elsewhere"]);
        const context = new RunContext({ ...RunContext.root, parent });
        tell(
          new CallbackManager(context).with({ callbacks }),
          name,
          ["good", "better"].includes(name),
        );
      }
      expect(names()).toEqual(expected);
    });
  });

  it("keeps a ratio beside, told at once", () => {
    const { manager, recorder } = sampled({ ratio: 1, keepErrors: true });
    manager.startRun({ type: "tool", name: "a" });
    expect(outline(recorder.events)).toEqual(["a start"]);
  });

  it("treats what outlives a root as the root", () => {
    const { manager, names } = sampled({ keepErrors: true });
    const good = manager.startRun({ type: "chain", name: "good" });
    const bad = manager.startRun({ type: "chain", name: "bad" });
    const ofGood = inside(good, "of good");
    const ofBad = inside(bad, "of bad");
    good.end(1);
    bad.error("broken");
    ofGood.error("broken");
    ofBad.stream("late");
    ofBad.end(1);
    expect(names()).toEqual(["bad", "of bad"]);
  });

  it.each([
    ["keep", ["big start", 'big stream "0"', 'big stream "1"', 'big stream "2"', "big end"]],
    ["drop", []],
  ] as const)("a root with too many events: %s", (onOverflow, expected) => {
    const { manager, recorder } = sampled({ keepErrors: true, maxHeldEvents: 3, onOverflow });
    const big = manager.startRun({ type: "llm", name: "big" });
    for (const chunk of ["0", "1", "2"]) big.stream(chunk);
    expect(outline(recorder.events)).toEqual(expected.slice(0, 4));
    big.end(1);
    expect(outline(recorder.events)).toEqual(expected);
  });

  it("decides the oldest of too many roots", () => {
    const { manager, names } = sampled({ keepErrors: true, maxHeldRoots: 2 });
    const runs = ["a", "b", "c"].map((name) => manager.startRun({ type: "tool", name }));
    expect(names()).toEqual(["a"]);
    for (const run of runs) run.end(1);
    expect(names()).toEqual(["a"]);
  });
});

describe("a handler behind sample", () => {
  it("keeps its filter, while what it does not want is still known", () => {
    const { manager, recorder } = sampled(
      { keepErrors: true },
      {
        filter: {
          includeTypes: ["tool"],
          includeEvents: ["on_tool_end"],
          where: ({ name }) => name !== "b",
        },
      },
    );
    const root = manager.startRun({ type: "chain", name: "root" });
    const children = CallbackManager.forChildrenOf(root);
    for (const name of ["a", "b"]) children.startRun({ type: "tool", name }).end(1);
    inside(root, "model").error("broken");
    root.end(1);
    expect(outline(recorder.events)).toEqual(["a end"]);
    const byRatio = sampled({ ratio: 1 }, { filter: { includeNames: ["a"], where: () => true } });
    for (const name of ["a", "b"]) byRatio.manager.startRun({ type: "tool", name }).end(1);
    expect(outline(byRatio.recorder.events)).toEqual(["a start", "a end"]);
  });

  it("has its `around` called for the runs that may be kept and that it wants", () => {
    const around = jest.fn((_run: unknown, next: () => unknown) => next());
    const call = (policy: SamplingPolicy): number => {
      around.mockClear();
      const handler = { filter: { includeNames: ["a"] }, around } as unknown as CallbackHandler;
      configure({ callbacks: [sample(handler, policy)] });
      for (const name of ["a", "b"]) expect(traceable(() => 1, { name })()).toBe(1);
      return around.mock.calls.length;
    };
    expect(call({ ratio: 1 })).toBe(1);
    expect(call({ ratio: 0 })).toBe(0);
    expect(call({ keepErrors: true })).toBe(1);
  });

  it("can stand behind another wrapper", () => {
    const recorder = recordEvents();
    const handler = sample(redact(recorder, { keys: ["a"] }), { keepErrors: true });
    new CallbackManager({ callbacks: [handler] })
      .startRun({ type: "tool", name: "t", input: { a: 1 } })
      .error("broken");
    expect(recorder.events.map(({ data }) => data)).toEqual([
      { input: { a: "[redacted]" } },
      { error: "broken" },
    ]);
  });
});

it.each([
  ["no object", 1],
  ["one that keeps nothing", {}],
  ["one that keeps no errors", { keepErrors: false }],
  ["an unknown field", { rate: 1 }],
  ["a ratio above 1", { ratio: 2 }],
  ["a ratio that is none", { ratio: "1" }],
  ["a negative time", { slowMs: -1 }],
  ["a keepErrors that is none", { keepErrors: 1 }],
  ["a keep that is none", { keep: true }],
  ["a bound that is none", { ratio: 1, maxHeldEvents: 0 }],
  ["an unknown overflow", { keepErrors: true, onOverflow: "sample" }],
])("sample refuses a policy: %s", (_what, wrong) => {
  expect(() => sample({}, wrong as SamplingPolicy)).toThrow(InvalidArgumentError);
});
