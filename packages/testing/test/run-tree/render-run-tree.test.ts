import { InvalidArgumentError } from "@rivulet/core";
import { EventRecorder, renderRunTree, toRunTree } from "@rivulet/testing";
import { makeEvents } from "../support/make-event.ts";

const start = { event: "on_chain_start" };
const b = { run_id: "b", parent_ids: ["a"], tags: ["seq:step:1", "mine"] };
const c = { run_id: "c", parent_ids: ["a", "b"] };
const d = { run_id: "d", parent_ids: ["a"] };
const e = { run_id: "e", parent_ids: ["a", "d"] };

const events = makeEvents(
  start,
  { ...b, event: "on_tool_start" },
  { ...c, event: "on_llm_start" },
  { ...c, event: "on_llm_stream" },
  { ...c, event: "on_llm_stream" },
  { ...c, event: "on_llm_error", data: { error: new TypeError("no\nsuch thing") } },
  { ...b, event: "on_tool_end" },
  { ...d, event: "on_parser_start" },
  { ...d, event: "on_parser_stream" },
  { ...e, event: "on_prompt_start" },
  { ...e, event: "on_prompt_cancel", data: { reason: "tired" } },
);

const drawn = `
a (chain) open
├─ b (tool) ended [seq:step:1, mine]
│  └─ c (llm) failed
└─ d (parser) open
   └─ e (prompt) cancelled
`.trim();

describe("renderRunTree", () => {
  it("draws names, types, states and tags", () => {
    expect(renderRunTree(events)).toBe(drawn);
  });

  it("draws recorders and trees alike", () => {
    const recorder = new EventRecorder();
    for (const event of events) recorder.on_event(event);
    const trees = toRunTree(events);
    expect(renderRunTree(recorder)).toBe(drawn);
    expect(renderRunTree(trees)).toBe(drawn);
    expect(trees.map((tree) => renderRunTree(tree))).toEqual([drawn]);
  });

  it("draws one root under the other, and nothing for nothing", () => {
    expect(renderRunTree(makeEvents(start, { ...start, run_id: "z" }))).toBe(
      "a (chain) open\nz (chain) open",
    );
    expect(renderRunTree([])).toBe("");
  });

  it("draws all that is asked for", () => {
    const options = { timings: true, ids: true, chunks: true, errors: true, tags: false };
    expect(renderRunTree(events, options)).toBe(
      [
        "a (chain) open #a",
        "├─ b (tool) ended 5.0 ms #b",
        "│  └─ c (llm) failed 2 chunks 3.0 ms #c - TypeError: no",
        "└─ d (parser) open 1 chunk #d",
        '   └─ e (prompt) cancelled 1.0 ms #e - "tired"',
      ].join("\n"),
    );
  });

  it("names an error that has no message", () => {
    const failed = makeEvents(start, { event: "on_chain_error", data: { error: new Error() } });
    expect(renderRunTree(failed, { errors: true })).toBe("a (chain) failed - Error");
  });

  it("refuses what is no tree", () => {
    expect(() => renderRunTree(["a"] as unknown as [])).toThrow(InvalidArgumentError);
  });
});
