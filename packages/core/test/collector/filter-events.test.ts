import {
  CallbackManager,
  configure,
  createEventPredicate,
  EventCollector,
  eventNames,
  filterEvents,
  InvalidArgumentError,
  runTypes,
  type EventFilter,
  type RunEvent,
} from "@rivulet/core";
import fc from "fast-check";
import { from, take } from "rxjs";
import { recordEvents } from "../support/record-events.ts";

const names = ["a", "b", "c"];
const tags = ["x", "y"];
const ids = ["0", "1", "2"];

const list = <Item>(items: readonly Item[]): fc.Arbitrary<Item[]> => fc.subarray([...items]);

const filters: fc.Arbitrary<EventFilter> = fc.record(
  {
    includeNames: list(names),
    includeTypes: list(runTypes),
    includeTags: list(tags),
    excludeNames: list(names),
    excludeTypes: list(runTypes),
    excludeTags: list(tags),
    includeEvents: list(eventNames),
    excludeEvents: list(eventNames),
    runIds: list(ids),
    metadata: fc.record({ k: fc.constantFrom(1, 2, Number.NaN) }, { requiredKeys: [] }),
    where: fc.constantFrom(
      (event: RunEvent) => event.seq % 2 === 0,
      () => true,
    ),
  },
  { requiredKeys: [] },
);

const runs = fc.array(
  fc.record({
    name: fc.constantFrom(...names),
    type: fc.constantFrom(...runTypes),
    tags: list(tags),
    metadata: fc.record({ k: fc.constantFrom(1, 2, Number.NaN) }, { requiredKeys: [] }),
    custom: fc.constantFrom(...names),
  }),
  { maxLength: 3 },
);

afterEach(() => {
  configure({ onListenerError: undefined });
});

describe("filterEvents", () => {
  it("keeps just what a listener with the same filter is told, custom events included", () => {
    fc.assert(
      fc.property(filters, runs, (filter, described) => {
        const all = recordEvents();
        const filtered = recordEvents({ filter });
        let manager = new CallbackManager({ callbacks: [all, filtered] });
        for (const [index, { custom, ...fields }] of described.entries()) {
          const run = manager.startRun({ ...fields, id: String(index), input: index });
          run.stream(index);
          run.custom(custom, index);
          manager = CallbackManager.forChildrenOf(run);
          run.end(index);
        }
        const kept: RunEvent[] = [];
        from(all.events)
          .pipe(filterEvents(filter))
          .subscribe((event) => kept.push(event));
        expect(kept).toEqual(filtered.events);
        expect(kept.every((event, index) => event === filtered.events[index])).toBe(true);
        expect(all.events.filter(createEventPredicate(filter))).toEqual(kept);
      }),
      { numRuns: 300 },
    );
  });

  it("finds no type in an event whose name another version made up", () => {
    const recorder = recordEvents();
    new CallbackManager({ callbacks: [recorder] }).startRun({ type: "tool", name: "a" });
    const foreign = { ...recorder.events[0], event: "on_graph_start" } as unknown as RunEvent;
    expect(createEventPredicate({ includeTypes: ["tool"] })(foreign)).toBe(false);
    expect(createEventPredicate({ excludeTypes: ["tool"] })(foreign)).toBe(true);
  });

  it("refuses a wrong filter at the call", () => {
    expect(() => filterEvents({ includeEvents: ["on_tool_begin" as never] })).toThrow(
      InvalidArgumentError,
    );
  });

  it("takes a `where` that throws for false, and reports it", () => {
    const reported: unknown[] = [];
    configure({
      onListenerError: (error, { event }) => {
        reported.push([error, event?.seq]);
      },
    });
    const all = recordEvents();
    new CallbackManager({ callbacks: [all] }).startRun({ type: "tool", name: "a" }).end(1);
    const kept: number[] = [];
    from(all.events)
      .pipe(
        filterEvents({
          where: ({ seq }) => {
            if (seq === 0) throw "where";
            return true;
          },
        }),
      )
      .subscribe(({ seq }) => kept.push(seq));
    expect(kept).toEqual([1]);
    expect(reported).toEqual([["where", 0]]);
  });

  it("leaves a source that tells all at once as soon as its own subscriber has enough", () => {
    const all = recordEvents();
    new CallbackManager({ callbacks: [all] }).startRun({ type: "tool", name: "a" }).end(1);
    let asked = 0;
    const endless = function* (): Generator<RunEvent> {
      for (;;) {
        asked += 1;
        yield* all.events;
      }
    };
    const kept: string[] = [];
    from(endless())
      .pipe(filterEvents({ includeEvents: ["on_tool_end"] }), take(2))
      .subscribe(({ event }) => kept.push(event));
    expect(kept).toEqual(["on_tool_end", "on_tool_end"]);
    expect(asked).toBe(2);
  });

  it("guards what it makes of a guarded Observable", () => {
    const failure = new Error("subscriber");
    const reported: unknown[] = [];
    configure({
      onListenerError: (error) => {
        reported.push(error);
      },
    });
    const collector = new EventCollector();
    collector.events$.pipe(filterEvents({ includeEvents: ["on_tool_end"] })).subscribe(() => {
      throw failure;
    });
    const run = new CallbackManager({ callbacks: [collector] });
    run.startRun({ type: "tool", name: "a" }).end(1);
    expect(reported).toEqual([failure]);
  });
});
