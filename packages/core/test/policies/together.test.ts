import { CallbackManager, configure } from "@rivulet/core";
import { hook } from "@rivulet/core/debug";
import { redact, redactRuns, sample } from "@rivulet/core/operators";
import { findRunLawViolations } from "@rivulet/testing";
import { outline, recordEvents } from "../support/record-events.ts";

const undo: (() => void)[] = [];

afterEach(() => {
  for (const one of undo.splice(0)) one();
  configure({ callbacks: [], onListenerError: undefined });
});

describe("policies around one another", () => {
  it("redactRuns before sample, redact and hook hides what each would have shown", () => {
    const sampled = recordEvents();
    const redacted = recordEvents();
    const hooked: unknown[] = [];
    configure({
      callbacks: [sample(sampled, { ratio: 1 }), redact(redacted, { keys: ["card"] })],
    });
    undo.push(
      redactRuns({ patterns: ["hunter2"] }),
      redactRuns({ patterns: ["hunter2", "boole"] }),
      hook({ type: "llm" }, { onChunk: (event) => void hooked.push(event.data) }),
    );
    const run = new CallbackManager().startRun({
      type: "llm",
      name: "a",
      // One made at random may have four of the letters that are searched.
      id: "run",
      input: { text: "hunter2", card: "gauss" },
    });
    for (const chunk of ["hun", "ter2 ", "a", " bo", "ole."]) run.stream(chunk);
    run.end("hunter2 boole");
    for (const events of [sampled.events, redacted.events, hooked])
      expect(JSON.stringify(events)).not.toMatch(/hunter2|ter2|boole/u);
    expect(JSON.stringify(redacted.events)).not.toContain("gauss");
    expect(JSON.stringify(sampled.events)).toContain("gauss");
    expect(findRunLawViolations(sampled.events)).toEqual([]);
    expect(findRunLawViolations(redacted.events)).toEqual([]);
  });

  it("one that is taken away in the midst of a run still holds for it, and tells all that it held", () => {
    const recorder = recordEvents();
    configure({ callbacks: [recorder] });
    const remove = redactRuns({ patterns: ["hunter2"] });
    const root = new CallbackManager().startRun({ type: "llm", name: "root" });
    root.stream("hun");
    remove();
    root.stream("ter2");
    root.end("hunter2");
    expect(JSON.stringify(recorder.events)).not.toContain("hunter2");
    expect(outline(recorder.events).at(-1)).toBe("root end");
    expect(findRunLawViolations(recorder.events)).toEqual([]);
  });

  it("a value that throws when it is read is replaced, and reported without what it threw", () => {
    const recorder = recordEvents();
    const reported: unknown[] = [];
    configure({ callbacks: [recorder], onListenerError: (error) => reported.push(error) });
    undo.push(redactRuns({ patterns: ["boole"] }), redactRuns({ keys: ["card"] }));
    const input = {
      card: 1,
      get bad(): string {
        throw new Error("hunter2");
      },
    };
    const run = new CallbackManager().startRun({ type: "tool", name: "a", input });
    run.end("fine");
    expect(outline(recorder.events)).toEqual(["a start", "a end"]);
    expect(() => JSON.stringify(recorder.events)).not.toThrow();
    expect(JSON.stringify(recorder.events) + String(reported)).not.toContain("hunter2");
  });
});
