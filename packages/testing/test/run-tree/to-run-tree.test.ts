import { InvalidArgumentError } from "@rivulet/core";
import { EventRecorder, toRunTree, type RunNode } from "@rivulet/testing";
import { makeEvent, makeEvents } from "../support/make-event.ts";

const start = { event: "on_chain_start" };
const end = { event: "on_chain_end" };

/** The trees as names in brackets: `a(b c)`. */
function shape(nodes: readonly RunNode[]): string {
  return nodes
    .map(({ name, children }) => (children.length === 0 ? name : `${name}(${shape(children)})`))
    .join(" ");
}

describe("toRunTree", () => {
  it("tells everything of a run", () => {
    const metadata = { user: "x" };
    const tags = ["t"];
    const common = { tags, metadata, name: "work" };
    const events = [
      makeEvent({ ...start, ...common, data: { input: 0 }, time: 10 }),
      makeEvent({ ...common, data: { chunk: 1 }, time: 11, seq: 1 }),
      makeEvent({ ...common, data: { chunk: 2 }, time: 12, seq: 2 }),
      makeEvent({ ...end, ...common, data: { output: undefined }, time: 12.5, seq: 3 }),
    ];
    expect(toRunTree(events)).toStrictEqual([
      {
        id: "a",
        name: "work",
        type: "chain",
        tags,
        metadata,
        input: 0,
        output: undefined,
        status: "ended",
        chunkCount: 2,
        startTime: 10,
        durationMs: 2.5,
        children: [],
      },
    ]);
  });

  it("tells how a run went", () => {
    const [open, ended, failed, cancelled] = toRunTree(
      makeEvents(
        { ...start, run_id: "a" },
        { ...start, run_id: "b" },
        { ...end, run_id: "b", data: { input: "late", output: null } },
        { ...start, run_id: "c" },
        { event: "on_chain_error", run_id: "c", data: { error: undefined } },
        { ...start, run_id: "d" },
        { event: "on_chain_cancel", run_id: "d", data: { reason: "tired" } },
      ),
    );
    expect(open).toMatchObject({ status: "open", durationMs: undefined });
    expect(open).not.toHaveProperty("input");
    expect(open).not.toHaveProperty("output");
    expect(ended).toMatchObject({ status: "ended", input: "late", output: null });
    expect(failed).toMatchObject({ status: "failed", error: undefined });
    expect(failed).toHaveProperty("error");
    expect(failed).not.toHaveProperty("reason");
    expect(cancelled).toMatchObject({ status: "cancelled", reason: "tired" });
    expect(cancelled).not.toHaveProperty("error");
  });

  it("puts runs into those around them, in the order of their starts", () => {
    const events = makeEvents(
      start,
      { ...start, run_id: "b", parent_ids: ["a"] },
      { ...start, run_id: "c", parent_ids: ["a"] },
      { ...start, run_id: "d", parent_ids: ["a", "b"] },
      { ...start, run_id: "z" },
      { event: "on_custom_event", name: "progress", run_id: "d", parent_ids: ["a", "b"] },
      { ...end, run_id: "c", parent_ids: ["a"] },
    );
    expect(shape(toRunTree(events))).toBe("a(b(d) c) z");
  });

  it("puts the children of a hidden run into the nearest that is seen", () => {
    const events = makeEvents(
      start,
      { ...start, run_id: "c", parent_ids: ["a", "hidden", "too"] },
      { ...start, run_id: "y", parent_ids: ["unseen"] },
      { event: "on_custom_event", name: "progress", run_id: "too", parent_ids: ["a", "hidden"] },
    );
    expect(shape(toRunTree(events))).toBe("a(c) y");
  });

  it("finds a parent whose start was hidden", () => {
    const events = makeEvents({ ...start, run_id: "b", parent_ids: ["a"] }, end);
    expect(shape(toRunTree(events))).toBe("a(b)");
  });

  it("draws no circles", () => {
    const events = makeEvents(
      { ...start, parent_ids: ["a"] },
      { ...start, run_id: "b", parent_ids: ["c"] },
      { ...start, run_id: "c", parent_ids: ["b"] },
    );
    expect(shape(toRunTree(events))).toBe("a b c");
  });

  it("takes a recorder, and nothing else", () => {
    const recorder = new EventRecorder();
    recorder.on_event(makeEvent(start));
    expect(shape(toRunTree(recorder))).toBe("a");
    expect(toRunTree([])).toEqual([]);
    expect(() => toRunTree(5 as unknown as [])).toThrow(InvalidArgumentError);
  });
});
