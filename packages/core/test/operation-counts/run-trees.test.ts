import type { RunEvent } from "@rivulet/core";
import { toRunTree, type RunNode } from "@rivulet/core/operators";
import { Subject } from "rxjs";

let time = 0;

function eventOf(phase: "start" | "end", run_id: string, parent_ids: readonly string[]): RunEvent {
  time += 1;
  const fields = { name: run_id, run_id, parent_ids, tags: [], metadata: {}, seq: 0, time };
  return phase === "start"
    ? { ...fields, event: "on_chain_start", data: { input: time } }
    : { ...fields, event: "on_chain_end", data: { output: time } };
}

/** The trees of some runs, and what they are after each event more. */
function follow(events: readonly RunEvent[]): (event: RunEvent) => readonly RunNode[] {
  const events$ = new Subject<RunEvent>();
  let roots: readonly RunNode[] = [];
  events$.pipe(toRunTree()).subscribe((next) => (roots = next));
  for (const event of events) events$.next(event);
  return (event) => {
    events$.next(event);
    return roots;
  };
}

/** How often something is looked up in a `Map` meanwhile. */
function countLookups(work: () => unknown): number {
  const lookups = [jest.spyOn(Map.prototype, "get"), jest.spyOn(Map.prototype, "has")];
  work();
  const count = lookups.reduce((sum, { mock }) => sum + mock.calls.length, 0);
  for (const spy of lookups) spy.mockRestore();
  return count;
}

const names = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `run ${String(index)}`);

describe("an event of a run among others", () => {
  it.each([100, 1_000])("looks up nothing more of %i runs around it", (depth) => {
    const ids = names(depth);
    const tell = follow(ids.map((id, index) => eventOf("start", id, ids.slice(0, index))));
    const last = eventOf("end", ids.at(-1) as string, ids.slice(0, -1));
    expect(countLookups(() => tell(last))).toBeLessThanOrEqual(6);
  });

  it.each([100, 10_000])("looks up nothing more of %i runs beside it", (width) => {
    const ids = names(width);
    const starts = ids.map((id) => eventOf("start", id, ["root"]));
    const tell = follow([eventOf("start", "root", []), ...starts]);
    const end = eventOf("end", ids[width / 2] as string, ["root"]);
    expect(countLookups(() => tell(end))).toBeLessThanOrEqual(6);
  });

  it("looks a root up among 10,000 in 14 steps, also when others have been let go", () => {
    const ids = names(10_000);
    const ends = ids.slice(0, 5_000).map((id) => eventOf("end", id, []));
    const tell = follow([...ids.map((id) => eventOf("start", id, [])), ...ends]);
    const end = eventOf("end", ids[7_000] as string, []);
    expect(countLookups(() => tell(end))).toBeLessThanOrEqual(6 + 14);
  });
});
