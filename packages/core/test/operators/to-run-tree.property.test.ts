import { CallbackManager, type RunEvent, type RunManager } from "@rivulet/core";
import { toRunTree, type RunNode } from "@rivulet/core/operators";
import fc from "fast-check";
import { from } from "rxjs";
import { recordEvents } from "../support/record-events.ts";

/** What is done, to which of the runs that there are: 0 is outside of any. */
const steps = fc.array(
  fc.record({ action: fc.constantFrom("start", "stream", "end", "error"), at: fc.nat(20) }),
  { maxLength: 60 },
);

function eventsOf(todo: readonly { readonly action: string; readonly at: number }[]): RunEvent[] {
  const recorder = recordEvents();
  const outside = new CallbackManager({ callbacks: [recorder] });
  const runs: RunManager[] = [];
  for (const { action, at } of todo) {
    const run = runs[(at % (runs.length + 1)) - 1];
    if (action === "start") {
      const manager = run === undefined ? outside : CallbackManager.forChildrenOf(run);
      runs.push(manager.startRun({ type: "chain", name: `run ${String(runs.length)}` }));
    } else if (action === "stream") run?.stream("x");
    else if (action === "end") run?.end(1);
    else run?.error("broken");
  }
  return [...recorder.events];
}

/** The trees after some events, made anew of all of them. */
function rebuilt(events: readonly RunEvent[]): unknown[] {
  const starts = events.filter(({ event }) => event.endsWith("_start"));
  const toTree = ({ run_id: id, name }: RunEvent): unknown => {
    const own = events.filter(({ run_id }) => run_id === id).map(({ event }) => event);
    return {
      name,
      text: "x".repeat(own.filter((event) => event.endsWith("_stream")).length),
      status: own.some((event) => event.endsWith("_end"))
        ? "ended"
        : own.some((event) => event.endsWith("_error"))
          ? "failed"
          : "running",
      children: starts.filter(({ parent_ids }) => parent_ids.at(-1) === id).map(toTree),
    };
  };
  return starts.filter(({ parent_ids }) => parent_ids.length === 0).map(toTree);
}

const shapeOf = ({ name, text, status, children }: RunNode): unknown => ({
  name,
  text,
  status,
  children: children.map(shapeOf),
});

function nodesOf(roots: readonly RunNode[]): ReadonlyMap<string, RunNode> {
  const nodes = new Map<string, RunNode>();
  const waiting = [...roots];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    nodes.set(node.id, node);
    waiting.push(...node.children);
  }
  return nodes;
}

describe("toRunTree", () => {
  it("is after each event what its events make, with all other nodes the same", () => {
    fc.assert(
      fc.property(steps, (todo) => {
        const events = eventsOf(todo);
        const trees: (readonly RunNode[])[] = [];
        from(events)
          .pipe(toRunTree())
          .subscribe((roots) => trees.push(roots));
        expect(trees).toHaveLength(events.length);
        trees.forEach((roots, index) => {
          expect(roots.map(shapeOf)).toEqual(rebuilt(events.slice(0, index + 1)));
          const { run_id, parent_ids } = events[index] as RunEvent;
          const path = [...parent_ids, run_id];
          const before = nodesOf(trees[index - 1] ?? []);
          const now = nodesOf(roots);
          for (const [id, node] of before) expect(now.get(id) === node).toBe(!path.includes(id));
        });
      }),
      { numRuns: 100 },
    );
  });

  it("holds 1,000 runs in one another, and 10,000 beside each other", () => {
    const recorder = recordEvents();
    let manager = new CallbackManager({ callbacks: [recorder] });
    for (let depth = 0; depth < 1_000; depth += 1)
      manager = CallbackManager.forChildrenOf(manager.startRun({ type: "chain", name: "deep" }));
    for (let child = 0; child < 10_000; child += 1)
      new CallbackManager({ callbacks: [recorder] }).startRun({ type: "tool", name: "wide" });
    let roots: readonly RunNode[] = [];
    from(recorder.events)
      .pipe(toRunTree())
      .subscribe((next) => (roots = next));
    expect(roots).toHaveLength(10_001);
    expect(nodesOf(roots).size).toBe(11_000);
  });
});
