import { parseEvent, serializeEvent } from "@rivulet/runnables/wire";
import {
  emptyRunTree,
  nextRunTree,
  type RunTreeView,
  type RunView,
} from "../../src/main-job/run-tree-view.ts";
import { toRunTreeLines } from "../../src/main-job/run-tree-lines.ts";
import { colours, plain } from "../../src/main-job/style.ts";
import { recordCountries, recordScript, type Recording } from "./countries-run.ts";

function treeOf({ events }: Recording): RunTreeView {
  return events.reduce(nextRunTree, emptyRunTree);
}

function linesOf(tree: RunTreeView): readonly string[] {
  return toRunTreeLines(tree, plain).map((line) => line.replace(/ *(<1|[\d.]+) m?s\b/g, ""));
}

function runCalled(tree: RunTreeView, name: string): RunView | undefined {
  return tree.runs.find((run) => run.name === name);
}

describe("the view of a run tree", () => {
  it("has the runs with their types, tags, states and counts", async () => {
    const tree = treeOf(await recordCountries());
    expect(
      tree.runs.map(({ name, type, tags, status, chunks }) => [name, type, tags, status, chunks]),
    ).toEqual([
      ["countries", "chain", [], "done", 4],
      ["ChatPromptTemplate", "prompt", ["seq:step:1"], "done", 0],
      ["ScriptedChatModel", "chat_model", ["seq:step:2"], "done", 88],
      ["JsonOutputParser", "parser", ["seq:step:3", "answer"], "done", 24],
      ["countryNames", "chain", ["seq:step:4", "answer"], "done", 4],
    ]);
    const [root, ...children] = tree.runs;
    expect(root?.parentId).toBeUndefined();
    expect(children.map(({ parentId }) => parentId)).toEqual(children.map(() => root?.id));
  });

  it("follows from its events alone: it is the same for frozen, repeated and transmitted ones", async () => {
    const { events } = await recordCountries();
    const tree = events.map((event) => Object.freeze(event)).reduce(nextRunTree, emptyRunTree);
    expect(events.reduce(nextRunTree, emptyRunTree)).toEqual(tree);
    const transmitted = events.map((event) => parseEvent(JSON.stringify(serializeEvent(event))));
    expect(transmitted.reduce(nextRunTree, emptyRunTree)).toEqual(tree);
    expect(emptyRunTree).toEqual({ runs: [], now: 0 });
  });

  it("takes its times from the events", async () => {
    const { events } = await recordCountries();
    const tree = events.reduce(nextRunTree, emptyRunTree);
    for (const run of tree.runs) {
      const own = events.filter((event) => event.run_id === run.id);
      expect(run.startedAt).toBe(own[0]?.time);
      expect(run.endedAt).toBe(own.at(-1)?.time);
    }
    expect(tree.now).toBe(events.at(-1)?.time);
  });

  it("does not take an empty chunk for the first token", async () => {
    const { events } = await recordScript({ chunks: ["", "", "[]"] });
    const chunks = events.filter((event) => event.event === "on_chat_model_stream");
    const model = runCalled(events.reduce(nextRunTree, emptyRunTree), "ScriptedChatModel");
    expect(model).toMatchObject({ chunks: 3, firstTokenAt: chunks[2]?.time });
  });

  it("shows runs that go on, and those that a filter has left without their parent", async () => {
    const { events } = await recordCountries();
    const started = events.slice(0, 2).reduce(nextRunTree, emptyRunTree);
    expect(linesOf(started)).toEqual([
      "run                      type          time  to first  chunks  tags",
      "● countries              chain",
      "└─ ● ChatPromptTemplate  prompt                    seq:step:1",
    ]);
    const parser = events.filter((event) => event.event.startsWith("on_parser"));
    expect(linesOf(parser.reduce(nextRunTree, emptyRunTree)).slice(1)).toEqual([
      expect.stringMatching(/^✓ JsonOutputParser {2}parser .* 24 {2}seq:step:3 answer$/),
    ]);
  });

  it("tells a failure once, where it came from", async () => {
    const recording = await recordScript({
      chunks: ["[1,", "2]"],
      failAt: 1,
      error: new Error("Broken\u001B[2J."),
    });
    const tree = treeOf(recording);
    expect(tree.runs.map(({ name, status }) => [name, status])).toEqual([
      ["countries", "failed"],
      ["ChatPromptTemplate", "done"],
      ["ScriptedChatModel", "failed"],
      ["JsonOutputParser", "failed"],
      ["countryNames", "failed"],
    ]);
    expect(tree.runs.filter(({ problem }) => problem !== undefined)).toEqual([
      expect.objectContaining({ name: "ScriptedChatModel", problem: recording.error }),
    ]);
    expect(linesOf(tree)[4]).toBe("│    Broken\\u001b[2J.");
  });

  it("tells why a run was cancelled", async () => {
    const abort = new AbortController();
    const recording = recordScript({ chunks: ["[1,", "2]"], stallAt: 1 }, abort.signal);
    setImmediate(() => {
      abort.abort(new Error("Enough."));
    });
    const tree = treeOf(await recording);
    expect(runCalled(tree, "ScriptedChatModel")).toMatchObject({ status: "cancelled", chunks: 1 });
    expect(linesOf(tree).filter((line) => line.includes("Enough."))).toHaveLength(1);
    expect(tree.runs.every(({ endedAt }) => endedAt !== undefined)).toBe(true);
  });

  it("has colours only where they are wanted", async () => {
    const tree = treeOf(await recordCountries());
    expect(toRunTreeLines(tree, plain).join("")).not.toContain("\u001B");
    expect(toRunTreeLines(tree, colours).join("")).toContain("\u001B[32m✓\u001B[39m countries");
  });
});
