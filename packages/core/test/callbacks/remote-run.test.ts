import { CallbackManager, type RunEvent } from "@rivulet/core";
import { RemoteRun, RunContext } from "@rivulet/core/runtime";

describe("a run below a run of another process", () => {
  it("has the ids of the runs there as its parents, and passes them on", () => {
    const events: RunEvent[] = [];
    const parent = new RemoteRun(["root", "middle", "parent"]);
    const manager = new CallbackManager(new RunContext({ ...RunContext.root, parent })).with({
      callbacks: [{ on_event: (event) => void events.push(event) }],
    });
    const run = manager.startRun({ type: "chain", name: "job", id: "job" });
    CallbackManager.forChildrenOf(run).startRun({ type: "tool", name: "step" }).end(1);
    run.end(2);
    expect(events.map(({ event, parent_ids: ids, seq }) => [event, ids.join("/"), seq])).toEqual([
      ["on_chain_start", "root/middle/parent", 0],
      ["on_tool_start", "root/middle/parent/job", 1],
      ["on_tool_end", "root/middle/parent/job", 2],
      ["on_chain_end", "root/middle/parent", 3],
    ]);
    expect(run.depth).toBe(3);
  });

  it("knows its ancestors one by one", () => {
    const { depth, lineage, parent } = new RemoteRun(["root", "middle", "parent"]);
    expect([depth, lineage]).toEqual([2, ["root", "middle", "parent"]]);
    expect(parent).toEqual({
      id: "middle",
      depth: 1,
      parent: { id: "root", depth: 0, parent: undefined },
    });
    expect(new RemoteRun(["root"]).parent).toBeUndefined();
  });

  it.each([[[]], [undefined], ["root"], [[7]]])("refuses %j as its lineage", (lineage: unknown) => {
    expect(() => new RemoteRun(lineage as string[])).toThrow("give its ids, root first");
  });
});
