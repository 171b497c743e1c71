import { CallbackManager, type RunManager } from "@rivulet/core";
import fc from "fast-check";
import { recordEvents } from "../support/record-events.ts";

function start(manager: CallbackManager, name: string, id?: string): RunManager {
  return manager.startRun({ type: "chain", name, id });
}

describe("the parent ids of a run", () => {
  it("are those of its parent and the parent's own, in whatever order runs are started and asked", () => {
    // Each run is started inside the one at this index of those before it; some have an id that others have too.
    const tree = fc.array(fc.record({ inside: fc.nat(), isNamesake: fc.boolean() }), {
      minLength: 1,
      maxLength: 60,
    });
    const property = fc.property(tree, fc.infiniteStream(fc.nat()), (plan, asks) => {
      const root = start(new CallbackManager(), "root", "namesake");
      const runs = [root];
      const expected = new Map<RunManager, readonly string[]>([[root, []]]);
      for (const { inside, isNamesake } of plan) {
        const parent = runs[inside % runs.length] ?? root;
        const id = isNamesake ? "namesake" : undefined;
        const run = start(CallbackManager.forChildrenOf(parent), "run", id);
        expected.set(run, [...(expected.get(parent) ?? []), parent.id]);
        runs.push(run);
        const asked = runs[Number(asks.next().value) % runs.length] ?? root;
        expect(asked.parentIds).toEqual(expected.get(asked));
      }
      for (const run of runs) expect(run.parentIds).toEqual(expected.get(run));
    });
    fc.assert(property, { numRuns: 200 });
  });

  it("are one frozen list for all children of a run", () => {
    const recorder = recordEvents();
    const root = start(new CallbackManager({ callbacks: [recorder] }), "root");
    const children = [1, 2].map(() => start(CallbackManager.forChildrenOf(root), "child"));
    for (const child of children) child.end(1);
    const lists = new Set(recorder.events.slice(1).map(({ parent_ids }) => parent_ids));
    expect(lists.size).toBe(1);
    expect([...lists].every((list) => Object.isFrozen(list))).toBe(true);
  });

  it("are known at a depth where nobody has asked for them on the way", () => {
    const recorder = recordEvents({ filter: { includeNames: ["leaf"] } });
    let run = start(new CallbackManager({ callbacks: [recorder] }), "root");
    for (let depth = 0; depth < 20_000; depth += 1)
      run = start(CallbackManager.forChildrenOf(run), "level");
    start(CallbackManager.forChildrenOf(run), "leaf");
    expect(recorder.events[0]?.parent_ids).toHaveLength(20_001);
    expect(recorder.events[0]?.parent_ids.at(-1)).toBe(run.id);
  });
});
