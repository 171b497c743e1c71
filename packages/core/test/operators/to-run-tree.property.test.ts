import { CallbackManager, type RunEvent, type RunManager } from "@rivulet/core";
import { toRunTree, type RunNode } from "@rivulet/core/operators";
import fc from "fast-check";
import { from, Subject } from "rxjs";
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

/** What is known of a run, by all its events: what was not told has no key. */
function knownOf(own: readonly RunEvent[]): unknown {
  const told = Object.assign({}, ...own.map(({ data }) => data)) as Record<string, unknown>;
  return Object.fromEntries(
    ["input", "output", "error"].filter((key) => key in told).map((key) => [key, told[key]]),
  );
}

/** Events as if some were filtered out: which are kept, by their place among all. */
const gaps = fc.array(fc.boolean(), { minLength: 60, maxLength: 60 });

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

  it("gives plain data that stays as it was, and has no key for what is not known", () => {
    fc.assert(
      fc.property(steps, gaps, fc.nat(3), (todo, kept, maxFinishedRoots) => {
        const events = eventsOf(todo).filter((_, index) => kept[index]);
        const trees: (readonly RunNode[])[] = [];
        const copies: unknown[] = [];
        from(events)
          .pipe(toRunTree({ maxFinishedRoots }))
          .subscribe((roots) => {
            trees.push(roots);
            copies.push(structuredClone(roots));
          });
        expect(trees).toStrictEqual(copies);
        for (const [id, node] of nodesOf(trees.at(-1) ?? [])) {
          const { input, output, error } = node;
          const known = Object.entries({ input, output, error }).filter(([key]) => key in node);
          const own = events.filter(({ run_id }) => run_id === id);
          expect(Object.fromEntries(known)).toStrictEqual(knownOf(own));
        }
      }),
      { numRuns: 100 },
    );
  });

  it("lets go of the roots that are over and began first, and has the others in order", () => {
    fc.assert(
      fc.property(steps, fc.nat(3), (todo, maxFinishedRoots) => {
        const events$ = new Subject<RunEvent>();
        let roots: readonly RunNode[] = [];
        events$.pipe(toRunTree({ maxFinishedRoots })).subscribe((next) => (roots = next));
        let expected: { readonly id: string; isOver: boolean }[] = [];
        for (const event of eventsOf(todo)) {
          events$.next(event);
          if (event.parent_ids.length === 0) {
            if (event.event.endsWith("_start")) expected.push({ id: event.run_id, isOver: false });
            const root = expected.find(({ id }) => id === event.run_id);
            if (root !== undefined && /_(?:end|error)$/u.test(event.event)) root.isOver = true;
          }
          const over = expected.filter(({ isOver }) => isOver);
          const gone = over.slice(0, Math.max(0, over.length - maxFinishedRoots));
          expected = expected.filter((root) => !gone.includes(root));
          expect(roots.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
        }
      }),
      { numRuns: 200 },
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
