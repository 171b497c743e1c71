import {
  CallbackManager,
  configure,
  EventCollector,
  InvalidArgumentError,
  traceable,
  type RunEvent,
} from "@rivulet/core";
import { openRoot } from "../support/open-root.ts";
import { outline } from "../support/record-events.ts";
import { collectUnhandled, nextTurn } from "../support/signals.ts";

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

function run(collector: EventCollector, name: string): void {
  new CallbackManager({ callbacks: [collector] }).startRun({ type: "tool", name }).end(1);
}

describe("EventCollector", () => {
  it("is hot: a subscriber sees what happens from then on, of all runs, until complete()", () => {
    const collector = new EventCollector();
    const early: RunEvent[] = [];
    const late: RunEvent[] = [];
    const complete = jest.fn();
    collector.events$.subscribe({ next: (event) => early.push(event), complete });
    run(collector, "a");
    collector.events$.subscribe((event) => late.push(event));
    run(collector, "b");
    expect(complete).not.toHaveBeenCalled();
    collector.complete();
    run(collector, "c");
    expect(complete).toHaveBeenCalledTimes(1);
    expect(outline(early)).toEqual(["a start", "a end", "b start", "b end"]);
    expect(outline(late)).toEqual(["b start", "b end"]);
  });

  it("tells who comes within an event the next one, and who leaves within it nothing more", () => {
    const collector = new EventCollector();
    const late: RunEvent[] = [];
    const left: RunEvent[] = [];
    collector.events$.subscribe(({ event }) => {
      if (event !== "on_tool_start") return;
      collector.events$.subscribe((later) => late.push(later));
      leaving.unsubscribe();
    });
    const leaving = collector.events$.subscribe((event) => left.push(event));
    run(collector, "a");
    expect(outline(late)).toEqual(["a end"]);
    expect(left).toEqual([]);
  });

  it("is complete for who comes after complete(), also within it", () => {
    const collector = new EventCollector();
    const complete = jest.fn();
    collector.events$.subscribe({
      complete: () => {
        collector.events$.subscribe({ complete });
      },
    });
    collector.complete();
    expect(complete).toHaveBeenCalledTimes(1);
    collector.complete();
    collector.events$.subscribe({ complete });
    expect(complete).toHaveBeenCalledTimes(2);
  });

  it("collects what its filter wants", () => {
    const collector = new EventCollector({ includeNames: ["b"], excludeEvents: ["on_tool_start"] });
    const seen: RunEvent[] = [];
    collector.events$.subscribe((event) => seen.push(event));
    run(collector, "a");
    run(collector, "b");
    expect(outline(seen)).toEqual(["b end"]);
  });

  it("may be frozen", () => {
    const collector = new EventCollector();
    const seen: RunEvent[] = [];
    collector.events$.subscribe((event) => seen.push(event));
    Object.freeze(collector);
    run(collector, "a");
    expect(outline(seen)).toEqual(["a start", "a end"]);
  });

  it("may be copied, and the copy have a filter and listeners of its own, after it was used", () => {
    const collector = new EventCollector();
    const seen: RunEvent[] = [];
    const own: RunEvent[] = [];
    run(collector, "a");
    collector.events$.subscribe((event) => seen.push(event));
    const on_tool_end = (event: RunEvent): void => {
      own.push(event);
    };
    run({ ...collector, filter: { includeNames: ["b"] }, on_tool_end } as never, "a");
    run({ ...collector, filter: { includeNames: ["b"] }, on_tool_end } as never, "b");
    run({ ...collector, on_tool_end } as never, "c");
    expect(outline(seen)).toEqual(["b start", "b end", "c start", "c end"]);
    expect(outline(own)).toEqual(["b end", "c end"]);
  });

  it("refuses a listener of a subclass for an event that there is not", () => {
    class Misspelt extends EventCollector {
      readonly on_tool_strat = (): void => undefined;
    }
    expect(() => {
      run(new Misspelt(), "a");
    }).toThrow(InvalidArgumentError);
  });

  it("refuses a wrong filter or highWaterMark at once", () => {
    expect(() => new EventCollector({ includeTypes: ["graph" as never] })).toThrow(
      InvalidArgumentError,
    );
    expect(() => new EventCollector(undefined, { highWaterMark: 0 })).toThrow(InvalidArgumentError);
  });

  it("has loops that end with complete(), after what is queued", async () => {
    const collector = new EventCollector();
    const loop = collector[Symbol.asyncIterator]();
    const waiting = collector[Symbol.asyncIterator]();
    const first = waiting.next();
    run(collector, "a");
    collector.complete();
    expect((await first).value?.event).toBe("on_tool_start");
    const seen: string[] = [];
    for await (const { event } of { [Symbol.asyncIterator]: () => loop }) seen.push(event);
    expect(seen).toEqual(["on_tool_start", "on_tool_end"]);
    for await (const _ of collector) throw new Error("It had ended.");
  });

  it("holds its runs back while a loop is full, and lets them go when it leaves", async () => {
    const collector = new EventCollector(undefined, { highWaterMark: 4 });
    const loop = collector[Symbol.asyncIterator]();
    let produced = 0;
    const root = openRoot([collector]);
    const consumed = root.enter(async () => {
      for await (const _ of traceable(async function* () {
        while (produced < 100) yield (produced += 1);
      })());
    });
    await nextTurn();
    expect(produced).toBeLessThanOrEqual(5);
    await loop.next();
    await nextTurn();
    expect(produced).toBeLessThanOrEqual(6);
    expect((await loop.return?.())?.done).toBe(true);
    await consumed;
    expect(produced).toBe(100);
  });

  it("lets its runs go when it is complete, though a loop has not read to the end", async () => {
    const collector = new EventCollector(undefined, { highWaterMark: 1 });
    const loop = collector[Symbol.asyncIterator]();
    const root = openRoot([collector]);
    expect(root.run.isHeld).toBe(true);
    collector.complete();
    expect(root.run.isHeld).toBe(false);
    expect((await loop.next()).value?.event).toBe("on_chain_start");
  });

  it("lets a loop of a collector leave that it never began", async () => {
    const collector = new EventCollector();
    const loop = collector[Symbol.asyncIterator]();
    const pending = loop.next();
    await loop.return?.();
    expect(await pending).toEqual({ done: true, value: undefined });
    run(collector, "a");
    expect(await loop.next()).toEqual({ done: true, value: undefined });
  });

  it("guards itself against its subscribers", async () => {
    const failure = new Error("subscriber");
    const collector = new EventCollector();
    const other: RunEvent[] = [];
    const unhandled = await collectUnhandled(() => {
      collector.events$.subscribe(() => {
        throw failure;
      });
      const rejecting: () => unknown = async () => Promise.reject(failure);
      collector.events$.subscribe(rejecting);
      collector.events$.subscribe((event) => other.push(event));
      run(collector, "a");
    });
    expect(unhandled).toEqual([]);
    expect(other).toHaveLength(2);
    expect(reported).toEqual([failure, failure, failure, failure]);
  });
});
