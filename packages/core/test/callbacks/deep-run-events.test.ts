import { CallbackManager, type RunEvent, type RunManager } from "@rivulet/core";
import { recordEvents } from "../support/record-events.ts";

const depths = [0, 1, 64, 128, 255, 256, 300];

/** The start event of a run with so many around it, and the ids of those, root first. */
function startAt(depth: number): { readonly event: RunEvent; readonly ids: readonly string[] } {
  const recorder = recordEvents({ filter: { includeNames: ["leaf"] } });
  const ids: string[] = [];
  let manager = new CallbackManager({ callbacks: [recorder] });
  for (let level = 0; level < depth; level += 1) {
    const run: RunManager = manager.startRun({ type: "chain", name: "level" });
    ids.push(run.id);
    manager = CallbackManager.forChildrenOf(run);
  }
  manager.startRun({ type: "tool", name: "leaf", id: "leaf", input: 1, tags: ["t"] });
  const [event] = recorder.events;
  if (event === undefined) throw new Error("The leaf told no start.");
  return { event, ids };
}

describe.each(depths)("an event of a run with %i runs around it", (depth) => {
  const { event, ids } = startAt(depth);
  const fields = {
    event: "on_tool_start",
    name: "leaf",
    run_id: "leaf",
    parent_ids: ids,
    tags: ["t"],
    metadata: {},
    data: { input: 1 },
    seq: depth,
    time: event.time,
  };

  it("has the same fields in the same order", () => {
    expect(event).toEqual(fields);
    expect(Object.keys(event)).toEqual(Object.keys(fields));
  });

  it("is a plain object, as a literal makes one", () => {
    expect(event).toStrictEqual(fields);
    expect(Object.getPrototypeOf(event)).toBe(Object.prototype);
  });

  it("keeps its parent ids when it is copied, by spread, as JSON or to another thread", () => {
    expect({ ...event }).toEqual(fields);
    expect(JSON.parse(JSON.stringify(event))).toEqual(fields);
    expect(structuredClone(event)).toEqual(fields);
  });

  it("tells them through a Proxy, as libraries of state put one around it, and to an object made from it", () => {
    expect(new Proxy(event, {}).parent_ids).toEqual(ids);
    expect((Object.create(event) as RunEvent).parent_ids).toEqual(ids);
  });

  it("has one frozen list of parent ids, however often it is read", () => {
    expect(event.parent_ids).toBe(event.parent_ids);
    expect(Object.isFrozen(event.parent_ids)).toBe(true);
  });
});

test("the data of a chunk are a plain object", () => {
  const recorder = recordEvents();
  const run = new CallbackManager({ callbacks: [recorder] }).startRun({
    type: "tool",
    name: "tool",
  });
  run.stream("a");
  const { data } = recorder.events[1] ?? {};
  expect(data).toStrictEqual({ chunk: "a" });
  expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
});
