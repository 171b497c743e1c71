import { CallbackManager, type RunEvent } from "@rivulet/core";
import { redactRuns } from "@rivulet/core/operators";
import { PayloadRewriter } from "../../src/policies/payload-rewriter.ts";
import { TextScanner } from "../../src/policies/text-scanner.ts";
import { recordEvents } from "../support/record-events.ts";
import { takeFound } from "../support/watch-redaction.ts";

const secret = "hunter2";
let undo: () => void;

beforeEach(() => {
  undo = redactRuns({ patterns: [secret] });
});

afterEach(() => {
  undo();
  jest.restoreAllMocks();
});

function tell(): readonly RunEvent[] {
  const recorder = recordEvents();
  const manager = new CallbackManager({ callbacks: [recorder] });
  const run = manager.startRun({ type: "llm", name: "m", input: { [secret]: [secret] } });
  run.stream("hun");
  run.stream("ter2");
  run.end(new Error(secret));
  return recorder.events;
}

describe("the search through all that a redaction lets out", () => {
  it("finds nothing where it does what it should", () => {
    expect(JSON.stringify(tell())).not.toContain(secret);
    expect(takeFound()).toEqual([]);
  });

  it("finds a payload that was not redacted", () => {
    jest.spyOn(PayloadRewriter.prototype, "rewrite").mockImplementation((value) => value);
    tell();
    const events = takeFound().map((text) => text.split(" ", 1)[0]);
    expect(events).toEqual(["on_llm_start", "on_llm_stream", "on_llm_end"]);
  });

  it("finds a secret whose pieces were let out one by one", () => {
    jest.spyOn(TextScanner.prototype, "add").mockImplementation((text) => ({ text }));
    tell();
    expect(takeFound()[0]).toMatch(/^on_llm_stream of .*: hunter2$/u);
  });
});
