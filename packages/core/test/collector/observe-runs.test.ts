import {
  CallbackManager,
  configure,
  InvalidArgumentError,
  observeRuns,
  type RunEvent,
} from "@rivulet/core";
import { map } from "rxjs";
import { outline, recordEvents } from "../support/record-events.ts";
import { collectUnhandled } from "../support/signals.ts";

const reported: unknown[] = [];

beforeEach(() => {
  reported.length = 0;
  configure({
    onListenerError: (error) => {
      reported.push(error);
    },
  });
});

afterEach(() => {
  configure({ callbacks: [], onListenerError: undefined });
});

function run(name: string): void {
  new CallbackManager().startRun({ type: "tool", name }).end(1);
}

describe("observeRuns", () => {
  it("is hot: it tells of every run from the subscription on, to each subscriber by itself", () => {
    const events$ = observeRuns();
    const one: RunEvent[] = [];
    const two: RunEvent[] = [];
    run("before");
    const first = events$.subscribe((event) => one.push(event));
    run("a");
    const second = events$.subscribe((event) => two.push(event));
    run("b");
    first.unsubscribe();
    run("c");
    second.unsubscribe();
    run("d");
    expect(outline(one)).toEqual(["a start", "a end", "b start", "b end"]);
    expect(outline(two)).toEqual(["b start", "b end", "c start", "c end"]);
  });

  it("tells nothing of runs that are open already, only of those that start inside them", () => {
    const open = new CallbackManager().startRun({ type: "chain", name: "open" });
    const seen: RunEvent[] = [];
    const subscription = observeRuns().subscribe((event) => seen.push(event));
    open.stream(1);
    open.custom("progress", 1);
    CallbackManager.forChildrenOf(open).startRun({ type: "tool", name: "child" }).end(1);
    open.end(1);
    subscription.unsubscribe();
    expect(outline(seen)).toEqual(["child start", "child end"]);
    expect(seen[0]?.parent_ids).toEqual([open.id]);
  });

  it("tells what its filter wants, and refuses a wrong one at the call", () => {
    const seen: RunEvent[] = [];
    const subscription = observeRuns({ includeNames: ["b"] }).subscribe((event) =>
      seen.push(event),
    );
    run("a");
    run("b");
    subscription.unsubscribe();
    expect(outline(seen)).toEqual(["b start", "b end"]);
    expect(() => observeRuns({ includeName: ["b"] } as never)).toThrow(InvalidArgumentError);
  });

  it("lives with subscribers that throw and with those that leave in the middle of an event", async () => {
    const failure = new Error("subscriber");
    const seen: RunEvent[] = [];
    const unhandled = await collectUnhandled(() => {
      const throwing = observeRuns().subscribe(() => {
        throw failure;
      });
      const leaving = observeRuns().subscribe(() => {
        leaving.unsubscribe();
        removed.unsubscribe();
      });
      const removed = observeRuns().subscribe((event) => seen.push(event));
      const staying = observeRuns()
        .pipe(map((event) => event))
        .subscribe((event) => seen.push(event));
      run("a");
      throwing.unsubscribe();
      staying.unsubscribe();
    });
    expect(unhandled).toEqual([]);
    expect(outline(seen)).toEqual(["a start", "a end"]);
    expect(reported).toEqual([failure, failure]);
  });

  it("reports an operator that throws", () => {
    const failure = new Error("operator");
    observeRuns()
      .pipe(
        map((): never => {
          throw failure;
        }),
      )
      .subscribe();
    run("a");
    run("b");
    expect(reported).toEqual([failure]);
  });

  it("shares the process with the handlers of configure()", () => {
    const handler = recordEvents();
    configure({ callbacks: [handler] });
    const subscription = observeRuns().subscribe();
    run("a");
    configure({ callbacks: [] });
    run("b");
    subscription.unsubscribe();
    expect(outline(handler.events)).toEqual(["a start", "a end"]);
  });
});
