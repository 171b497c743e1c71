import {
  CallbackManager,
  configure,
  EventCollector,
  EventStream,
  InvalidArgumentError,
  observeRuns,
  traceable,
  type CallbackHandler,
  type RunEvent,
} from "@rivulet/core";
import { hook } from "@rivulet/core/debug";
import { redact, redactRuns, type RedactionPolicy } from "@rivulet/core/operators";
import { outline, recordEvents } from "../support/record-events.ts";

const policy: RedactionPolicy = { patterns: ["hunter2"] };
const undo: (() => void)[] = [];

afterEach(() => {
  for (const one of undo.splice(0)) one();
  configure({ callbacks: [], onListenerError: undefined });
});

const say = traceable((text: string) => text, { name: "say", type: "tool" });

describe("redactRuns", () => {
  it("stands before every listener, of a call or the process, and leaves what is returned alone", () => {
    const ofProcess = recordEvents();
    const ofCall = recordEvents();
    const observed: RunEvent[] = [];
    configure({ callbacks: [ofProcess] });
    const subscription = observeRuns().subscribe((event) => observed.push(event));
    undo.push(redactRuns(policy), () => {
      subscription.unsubscribe();
    });
    const manager = new CallbackManager({ callbacks: [ofCall] });
    manager.startRun({ type: "tool", name: "hunter2", input: "hunter2" }).end("ok");
    expect(say("hunter2")).toBe("hunter2");
    const told = [ofProcess.events, ofCall.events, observed];
    expect(told.map((events) => events.length)).toEqual([4, 2, 4]);
    expect(JSON.stringify(told)).not.toContain("hunter2");
  });

  it("lets each listener choose as before, by the run as it is", () => {
    const byName = recordEvents({
      filter: { includeNames: ["hunter2"], includeEvents: ["on_tool_end"] },
    });
    const byWhere = recordEvents({ filter: { where: ({ name }) => name === "[redacted]" } });
    const ends: unknown[] = [];
    configure({ callbacks: [byName, byWhere] });
    undo.push(
      redactRuns(policy),
      hook({ type: "llm" }, { onEnd: ({ data }) => void ends.push(data.output) }),
    );
    const manager = new CallbackManager();
    manager.startRun({ type: "tool", name: "hunter2" }).end("hunter2");
    manager.startRun({ type: "llm", name: "other" }).end("hunter2");
    expect(outline(byName.events)).toEqual(["[redacted] end"]);
    expect(outline(byWhere.events)).toEqual(["[redacted] start", "[redacted] end"]);
    expect(ends).toEqual(["[redacted]"]);
  });

  it("shows an `around` a redacted run, and custom events redacted data", () => {
    const names: string[] = [];
    const recorder = recordEvents();
    const around: CallbackHandler = {
      around: (run, next) => {
        names.push(run.name);
        return next();
      },
    };
    configure({ callbacks: [around, recorder] });
    undo.push(redactRuns(policy));
    expect(traceable(() => 1, { name: "hunter2" })()).toBe(1);
    new CallbackManager().startRun({ type: "tool", name: "a" }).custom("note", "hunter2");
    expect(names).toEqual(["[redacted]"]);
    expect(recorder.events.at(-1)).toMatchObject({ name: "note", data: "[redacted]" });
  });

  it("loses nothing of a stream inside a run in which something else is held back", async () => {
    undo.push(redactRuns(policy));
    const manager = new CallbackManager();
    const root = manager.startRun({ type: "chain", name: "root" });
    const children = CallbackManager.forChildrenOf(root);
    const ofRoot = recordEvents();
    configure({ callbacks: [ofRoot] });
    const sibling = children.startRun({ type: "llm", name: "sibling" });
    sibling.stream("hun");
    const events$ = new EventStream<string>({
      start: async (callbacks) => {
        const run = children.with({ callbacks }).startRun({ type: "chain", name: "inner" });
        const orphan = CallbackManager.forChildrenOf(run).startRun({ type: "llm", name: "orphan" });
        orphan.stream("hunter");
        run.end("done");
        return "done";
      },
    });
    const told: RunEvent[] = [];
    for await (const event of events$) told.push(event);
    expect(outline(told)).toEqual([
      "inner start",
      "orphan start",
      'orphan stream "[redacted]"',
      "inner end",
    ]);
    sibling.stream("ger");
    sibling.end("hunger");
    expect(outline(ofRoot.events).filter((line) => line.startsWith("sibling"))).toEqual([
      "sibling start",
      'sibling stream "hun"',
      'sibling stream "ger"',
      "sibling end",
    ]);
  });

  it("holds a collector's producers back, and reports a listener that throws as itself", () => {
    const reported: unknown[] = [];
    const handler: CallbackHandler = {
      on_tool_start: () => {
        throw "listener";
      },
    };
    configure({
      callbacks: [handler],
      onListenerError: (error, context) => reported.push([error, context.handler]),
    });
    undo.push(redactRuns(policy));
    const collector = new EventCollector(undefined, { highWaterMark: 1 });
    const loop = collector[Symbol.asyncIterator]();
    const manager = new CallbackManager({ callbacks: [collector] });
    const run = manager.startRun({ type: "tool", name: "a" });
    expect(run.isHeld).toBe(true);
    void loop.return?.();
    expect(reported).toEqual([["listener", handler]]);
  });

  it("can be there several times, each taken away for itself, for runs that start later", () => {
    const recorder = recordEvents();
    configure({ callbacks: [recorder] });
    const first = redactRuns(policy);
    const second = redactRuns({ keys: ["card"] });
    const told = (): unknown => {
      const run = new CallbackManager().startRun({
        type: "tool",
        name: "a",
        input: { text: "hunter2", card: 1 },
      });
      run.end(1);
      return recorder.events.at(-2)?.data;
    };
    expect(told()).toEqual({ input: { text: "[redacted]", card: "[redacted]" } });
    first();
    first();
    expect(told()).toEqual({ input: { text: "hunter2", card: "[redacted]" } });
    second();
    expect(told()).toEqual({ input: { text: "hunter2", card: 1 } });
  });

  it("redacts nothing twice that a wrapped handler redacts as well", () => {
    const recorder = recordEvents();
    configure({ callbacks: [redact(recorder, { keys: ["card"] })] });
    undo.push(redactRuns(policy));
    const manager = new CallbackManager();
    manager.startRun({ type: "tool", name: "a", input: { text: "hunter2", card: 1 } });
    expect(recorder.events[0]?.data).toEqual({ input: { text: "[redacted]", card: "[redacted]" } });
  });

  it("refuses a wrong policy", () => {
    expect(() => redactRuns({})).toThrow(InvalidArgumentError);
  });
});
