import { CallbackManager, EventCollector, filterEvents, type RunEvent } from "@rivulet/core";
import { concatMap, map, take } from "rxjs";
import { TestScheduler } from "rxjs/testing";
import { recordEvents } from "../support/record-events.ts";

function scheduler(): TestScheduler {
  return new TestScheduler((actual, expected) => {
    expect(actual).toEqual(expected);
  });
}

function eventsOf(...names: string[]): Record<string, RunEvent> {
  const recorder = recordEvents();
  const manager = new CallbackManager({ callbacks: [recorder] });
  for (const name of names) manager.startRun({ type: "tool", name }).end(name);
  const [a, b, c, d] = recorder.events;
  return { a, b, c, d } as Record<string, RunEvent>;
}

describe("filterEvents in time", () => {
  // a and b are the start and end of one run, c and d of another.
  const values = eventsOf("one", "two");

  it("passes on what it keeps when it comes, the end and the error too", () => {
    scheduler().run(({ cold, expectObservable }) => {
      expectObservable(
        cold("-a-bc--d-|", values).pipe(filterEvents({ includeNames: ["one"] })),
      ).toBe("-a-b-----|", values);
      expectObservable(
        cold("-a-bc--#", values).pipe(filterEvents({ includeEvents: ["on_tool_start"] })),
      ).toBe("-a--c--#", values);
    });
  });

  it("lets go of its source when it is left", () => {
    scheduler().run(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold("-a-b-c-d-|", values);
      expectObservable(source.pipe(filterEvents({ includeNames: ["one"] })), "^---!").toBe(
        "-a-b-",
        values,
      );
      expectSubscriptions(source.subscriptions).toBe("^---!");
      const taken = cold("-a-b-c-d-|", values);
      expectObservable(taken.pipe(filterEvents({ includeNames: ["two"] }), take(1))).toBe(
        "-----(c|)",
        values,
      );
      expectSubscriptions(taken.subscriptions).toBe("^----!");
    });
  });
});

describe("EventCollector in time", () => {
  it("hands on each event as it happens, in order, to each subscriber from its subscription to its leave", () => {
    scheduler().run(({ cold, hot, expectObservable }) => {
      const collector = new EventCollector();
      const names$ = collector.events$.pipe(map(({ name }) => name));
      expectObservable(names$).toBe("-(aa)(bb)-|", { a: "a", b: "b" });
      expectObservable(names$, "---^-------!").toBe("-----(bb)-|", { b: "b" });
      expectObservable(names$, "^--!").toBe("-(aa)", { a: "a" });
      cold("-a---b---|")
        .pipe(concatMap((name) => [name]))
        .subscribe({
          next: (name) => {
            new CallbackManager({ callbacks: [collector] }).startRun({ type: "tool", name }).end(1);
          },
        });
      hot("----------|").subscribe({
        complete: () => {
          collector.complete();
        },
      });
    });
  });

  it("gives the events that a subscriber causes after the one that caused them, to all", () => {
    scheduler().run(({ cold, expectObservable }) => {
      const collector = new EventCollector({ includeEvents: ["on_tool_start"] });
      const run = (name: string): void => {
        new CallbackManager({ callbacks: [collector] }).startRun({ type: "tool", name }).end(1);
      };
      collector.events$.subscribe(({ name }) => {
        if (name === "a") run("b");
      });
      expectObservable(collector.events$.pipe(map(({ name }) => name))).toBe("-(ab)", {
        a: "a",
        b: "b",
      });
      cold("-a").subscribe(run);
    });
  });
});
