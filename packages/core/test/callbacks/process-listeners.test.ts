import fc from "fast-check";
import {
  CallbackManager,
  configure,
  contextOf,
  eventName,
  eventNames,
  runPhases,
  runTypes,
  type CallbackHandler,
  type EventFilter,
  type EventName,
  type RunManager,
  type RunType,
} from "@rivulet/core";
import { enterRun } from "@rivulet/core/runtime";
import { outline, recordEvents } from "../support/record-events.ts";

afterEach(() => {
  configure({ callbacks: [] });
});

const names = ["alpha", "beta", "progress"];
const tags = ["mine", "other"];

const some = <Item>(items: readonly Item[], maxLength = 2): fc.Arbitrary<Item[]> =>
  fc.subarray([...items], { maxLength });

// Also lists that name each event of a type, and so could be mistaken for the type.
const eventLists = fc.oneof<fc.Arbitrary<readonly EventName[]>[]>(
  some(eventNames, 4),
  some(runTypes).map((types) =>
    types.flatMap((type) => runPhases.map((phase) => eventName(type, phase))),
  ),
  fc.constant(["on_custom_event"]),
  fc.constant(eventNames),
);

const filters: fc.Arbitrary<EventFilter> = fc.record(
  {
    includeNames: some(names),
    includeTypes: some(runTypes, 4),
    includeTags: some(tags),
    excludeNames: some(names),
    excludeTypes: some(runTypes, 4),
    excludeTags: some(tags),
    includeEvents: eventLists,
    excludeEvents: eventLists,
    runIds: some(["0", "1", "2", "3"]),
    metadata: fc.constantFrom({}, { user: 1 }, { user: 2 }),
    where: fc.constant((event: { readonly seq: number }) => event.seq % 3 !== 0),
  },
  { requiredKeys: [] },
);

interface Told {
  readonly filter: EventFilter | undefined;
  readonly hasOnEvent: boolean;
  readonly own: readonly EventName[];
  readonly hasAround: boolean;
  /** Where the handler is registered. */
  readonly place: "process" | "call" | "both";
}

const listeners: fc.Arbitrary<Told> = fc.record({
  filter: fc.option(filters, { nil: undefined, freq: 8 }),
  hasOnEvent: fc.boolean(),
  own: some(eventNames, 3),
  hasAround: fc.boolean(),
  place: fc.constantFrom("process", "process", "call", "both"),
});

interface Step {
  readonly type: RunType;
  readonly name: string;
  readonly tags: readonly string[];
  readonly isInside: boolean;
  readonly custom: string | undefined;
}

const steps: fc.Arbitrary<Step> = fc.record({
  type: fc.constantFrom(...runTypes),
  name: fc.constantFrom(...names),
  tags: some(tags),
  isInside: fc.boolean(),
  custom: fc.option(fc.constantFrom(...names), { nil: undefined }),
});

/** A handler that writes into a log, shared with others, what it is told and in which runs it is entered. */
function toHandler({ filter, hasOnEvent, own, hasAround }: Told, log: unknown[]): CallbackHandler {
  const id = log.length;
  log.push(id);
  const note =
    (method: string) =>
    (event: { readonly event: string; readonly name: string; readonly seq: number }): void => {
      log.push([id, method, event.event, event.name, event.seq]);
    };
  return {
    ...(filter !== undefined && { filter }),
    ...(hasOnEvent && { on_event: note("on_event") }),
    ...Object.fromEntries(own.map((name) => [name, note(name)])),
    ...(hasAround && {
      around: <Result>(run: { readonly name: string }, next: () => Result): Result => {
        log.push([id, "around", run.name]);
        return next();
      },
    }),
  };
}

/** Plays a script of runs below one root with these handlers, and tells what else a run shows of those who listen. */
function play(script: readonly Step[], callbacks: readonly CallbackHandler[]): unknown[] {
  const facts: unknown[] = [];
  let manager = new CallbackManager(contextOf(callbacks));
  const open: RunManager[] = [];
  for (const [index, { type, name, tags: own, isInside, custom }] of script.entries()) {
    const id = String(index);
    const run = manager.startRun({ type, name, id, tags: own, metadata: { user: index % 3 } });
    enterRun(run, () => {
      run.stream(index);
      if (custom !== undefined) run.custom(custom, index);
    });
    facts.push([run.isObserved, run.isAmbient, runPhases.map((phase) => run.hears(phase))]);
    open.push(run);
    if (isInside) manager = CallbackManager.forChildrenOf(run);
  }
  for (const run of open.toReversed()) run.end(run.name);
  return facts;
}

describe("process-wide listeners", () => {
  it("are told, in their order, what they would be as callbacks of the call behind its own", () => {
    fc.assert(
      fc.property(
        fc.array(listeners, { minLength: 1, maxLength: 6 }),
        fc.array(steps, { minLength: 1, maxLength: 6 }),
        (all, script) => {
          const given: unknown[] = [];
          const ofProcess: CallbackHandler[] = [];
          const ofCall: CallbackHandler[] = [];
          for (const listener of all) {
            const handler = toHandler(listener, given);
            if (listener.place !== "call") ofProcess.push(handler);
            if (listener.place !== "process") ofCall.push(handler);
          }
          configure({ callbacks: ofProcess });
          const facts = play(script, ofCall);
          configure({ callbacks: [] });

          const expected: unknown[] = [];
          const handlers = all.map((listener) => toHandler(listener, expected));
          const inOrder = [
            ...handlers.filter((_, index) => all[index]?.place !== "process"),
            ...handlers.filter((_, index) => all[index]?.place === "process"),
          ];
          const expectedFacts = play(script, inOrder);

          expect(given).toEqual(expected);
          expect(facts).toEqual(expectedFacts);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("hear custom events of runs that they hear nothing else of", () => {
    const byName = recordEvents({
      filter: { includeTypes: ["llm"], includeNames: ["progress"] },
    });
    const byEvent = recordEvents({ filter: { includeEvents: ["on_custom_event"] } });
    configure({ callbacks: [byName, byEvent] });
    const run = new CallbackManager().startRun({ type: "tool", name: "search" });
    run.custom("progress", 1);
    run.end(1);

    expect(outline(byName.events)).toEqual(["progress event"]);
    expect(outline(byEvent.events)).toEqual(["progress event"]);
  });

  it("stay those of a run's start, for all that it tells", () => {
    const early = recordEvents();
    const late = recordEvents();
    configure({ callbacks: [early] });
    const run = new CallbackManager().startRun({ type: "tool", name: "search" });
    configure({ callbacks: [late] });
    run.stream(1);
    run.custom("progress", 1);
    run.end(1);
    new CallbackManager().startRun({ type: "tool", name: "next" }).end(1);

    expect(outline(early.events)).toEqual([
      "search start",
      "search stream 1",
      "progress event",
      "search end",
    ]);
    expect(outline(late.events)).toEqual(["next start", "next end"]);
  });
});

describe("listeners for names alone", () => {
  it("are told of their runs, in the order of registration, however many names there were", () => {
    const order: string[] = [];
    const handler = (id: string, filter: EventFilter): CallbackHandler => ({
      filter,
      on_tool_start: ({ name }) => {
        order.push(`${id} ${name}`);
      },
    });
    configure({
      callbacks: [
        handler("a", { includeNames: ["one", "two"] }),
        handler("b", {}),
        handler("c", { includeNames: ["one"], includeTypes: [] }),
        handler("d", { includeNames: ["none"], includeTags: ["tag"] }),
        handler("e", { excludeNames: ["b 1"] }),
      ],
    });
    const manager = new CallbackManager({});
    const run = (name: string, tag: string): void => {
      manager.startRun({ type: "tool", name, tags: [tag] }).end(1);
    };
    run("one", "tag");
    run("two", "other");
    const before = ["a one", "b one", "c one", "d one", "e one", "a two", "b two", "e two"];
    expect(order).toEqual(before);
    for (let index = 0; index < 1_100; index += 1) run(`run ${String(index)}`, "other");
    order.length = 0;
    run("one", "tag");
    run("two", "other");
    expect(order).toEqual(before);
  });
});
