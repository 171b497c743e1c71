import { configure, EventCollector, type RunEvent } from "@rivulet/core";
import { groupByRun } from "@rivulet/core/operators";
import { map, mergeMap } from "rxjs";
import { familyEvents } from "../support/family.ts";
import { createTestScheduler } from "../support/marbles.ts";
import { openRoot } from "../support/open-root.ts";

const events = familyEvents();

afterEach(() => {
  configure({ onListenerError: undefined });
});

describe("groupByRun", () => {
  it("gives each root a group, which completes with its terminal event", () => {
    createTestScheduler().run(({ cold, expectObservable }) => {
      const source = cold("abhcdeifg|", events);
      const groups$ = source.pipe(groupByRun());
      expectObservable(groups$.pipe(map(({ runId }) => runId))).toBe("x-y------|", {
        x: "chain",
        y: "tool",
      });
      const endings$ = groups$.pipe(
        mergeMap((group) => group.pipe(map(({ event }) => `${group.runId} ${event}`))),
      );
      expectObservable(endings$.pipe(map((line) => line.split(" ")[0]))).toBe("aabaaabaa|", {
        a: "chain",
        b: "tool",
      });
    });
  });

  it("completes a group at its root's end, and the last ones with the source", () => {
    const seen: string[] = [];
    createTestScheduler().run(({ cold, flush }) => {
      cold("habi-|", events)
        .pipe(groupByRun())
        .subscribe((group) => {
          group.subscribe({
            next: ({ event }) => seen.push(`${group.runId} ${event}`),
            complete: () => seen.push(`${group.runId} done`),
          });
        });
      flush();
    });
    expect(seen).toEqual([
      "tool on_tool_start",
      "chain on_chain_start",
      "chain on_chat_model_start",
      "tool on_tool_end",
      "tool done",
      "chain done",
    ]);
  });

  it("leaves out what comes after the root's end", () => {
    createTestScheduler().run(({ cold, expectObservable }) => {
      const events$ = cold("agcd|", events).pipe(
        groupByRun(),
        mergeMap((group) => group),
      );
      expectObservable(events$).toBe("ag--|", events);
    });
  });

  it("remembers a bounded number of ended roots", () => {
    const seen: string[] = [];
    const collector = new EventCollector();
    collector.events$.pipe(groupByRun()).subscribe(({ runId }) => seen.push(runId));
    const root = (id: string): RunEvent => ({ ...(events["i"] as RunEvent), run_id: id });
    for (let index = 0; index <= 1_000; index += 1) collector.on_event(root(String(index)));
    collector.on_event(root("1000"));
    expect(seen).toHaveLength(1_001);
    collector.on_event(root("0"));
    expect(seen).toHaveLength(1_002);
  });

  it("hands a failure to the groups that are open", () => {
    createTestScheduler().run(({ cold, expectObservable }) => {
      const source = cold("ab#", events);
      expectObservable(
        source.pipe(
          groupByRun(),
          mergeMap((group) => group),
        ),
      ).toBe("ab#", events);
      const failures: unknown[] = [];
      source.pipe(groupByRun()).subscribe({
        next: (group) => {
          group.subscribe({ error: (error: unknown) => failures.push(error) });
        },
        error: () => {
          expect(failures).toEqual(["error"]);
        },
      });
    });
  });

  it("guards its groups: what a subscriber throws is reported", () => {
    const reported: unknown[] = [];
    configure({ onListenerError: (error) => reported.push(error) });
    const collector = new EventCollector();
    collector.events$.pipe(groupByRun()).subscribe((group) => {
      group.pipe(map(({ name }) => name)).subscribe(() => {
        throw "subscriber";
      });
    });
    openRoot([collector]).run.end(1);
    expect(reported).toEqual(["subscriber", "subscriber"]);
  });
});
