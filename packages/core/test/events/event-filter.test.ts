import * as fc from "fast-check";
import { InvalidArgumentError } from "../../src/errors/invalid-argument-error.ts";
import { noteCustomEventOrigin } from "../../src/events/custom-event-origin.ts";
import {
  compileFilter,
  createEventPredicate,
  type EventFilter,
  type FilterSubject,
} from "../../src/events/event-filter.ts";
import { eventName, eventNames, runPhases } from "../../src/events/event-name.ts";
import type { CustomEvent, RunEvent } from "../../src/events/run-event.ts";
import { runTypes } from "../../src/events/run-type.ts";

const weather: FilterSubject = {
  id: "run-1",
  name: "weather",
  type: "tool",
  tags: ["seq:step:2", "mine"],
  metadata: { user: "ana", tries: 2, nothing: undefined, none: Number.NaN },
};

const undefinedFields: object = { includeNames: undefined, metadata: undefined, where: undefined };

interface RunRow {
  readonly says: string;
  readonly filter: EventFilter;
  readonly wanted: boolean;
}

const runRows: readonly RunRow[] = [
  { says: "no field", filter: {}, wanted: true },
  {
    says: "undefined fields",
    filter: undefinedFields,
    wanted: true,
  },
  { says: "its name", filter: { includeNames: ["other", "weather"] }, wanted: true },
  { says: "another name", filter: { includeNames: ["Weather"] }, wanted: false },
  { says: "no name at all", filter: { includeNames: [] }, wanted: false },
  { says: "its type", filter: { includeTypes: ["llm", "tool"] }, wanted: true },
  { says: "another type", filter: { includeTypes: ["llm"] }, wanted: false },
  { says: "one of its tags", filter: { includeTags: ["mine", "x"] }, wanted: true },
  { says: "a part of a tag", filter: { includeTags: ["seq"] }, wanted: false },
  {
    says: "its name or another type",
    filter: { includeNames: ["weather"], includeTypes: ["llm"] },
    wanted: true,
  },
  {
    says: "another name or its type",
    filter: { includeNames: ["x"], includeTypes: ["tool"] },
    wanted: true,
  },
  {
    says: "another name or its tag",
    filter: { includeNames: ["x"], includeTags: ["mine"] },
    wanted: true,
  },
  {
    says: "no name, or its type",
    filter: { includeNames: [], includeTypes: ["tool"] },
    wanted: true,
  },
  {
    says: "three lists without it",
    filter: { includeNames: ["x"], includeTypes: ["llm"], includeTags: ["x"] },
    wanted: false,
  },
  { says: "but its name", filter: { excludeNames: ["weather"] }, wanted: false },
  { says: "but another name", filter: { excludeNames: ["x"] }, wanted: true },
  {
    says: "but nothing",
    filter: { excludeNames: [], excludeTypes: [], excludeTags: [] },
    wanted: true,
  },
  { says: "but its type", filter: { excludeTypes: ["tool"] }, wanted: false },
  { says: "but another type", filter: { excludeTypes: ["llm"] }, wanted: true },
  { says: "but its tag", filter: { excludeTags: ["x", "seq:step:2"] }, wanted: false },
  { says: "but another tag", filter: { excludeTags: ["x"] }, wanted: true },
  {
    says: "its name but its tag",
    filter: { includeNames: ["weather"], excludeTags: ["mine"] },
    wanted: false,
  },
  {
    says: "its type but its type",
    filter: { includeTypes: ["tool"], excludeTypes: ["tool"] },
    wanted: false,
  },
  { says: "its id", filter: { runIds: ["run-1"] }, wanted: true },
  { says: "another id", filter: { runIds: ["run-2"] }, wanted: false },
  { says: "no id", filter: { runIds: [] }, wanted: false },
  {
    says: "its name and another id",
    filter: { includeNames: ["weather"], runIds: ["run-2"] },
    wanted: false,
  },
  { says: "its metadata", filter: { metadata: { user: "ana", tries: 2 } }, wanted: true },
  { says: "other metadata", filter: { metadata: { user: "ana", tries: 3 } }, wanted: false },
  { says: "metadata it does not have", filter: { metadata: { team: "a" } }, wanted: false },
  { says: "metadata of another type", filter: { metadata: { tries: "2" } }, wanted: false },
  { says: "metadata that is NaN", filter: { metadata: { none: Number.NaN } }, wanted: true },
  {
    says: "metadata that is undefined",
    filter: { metadata: { nothing: undefined } },
    wanted: true,
  },
  { says: "no metadata in particular", filter: { metadata: {} }, wanted: true },
  {
    says: "its name and other metadata",
    filter: { includeNames: ["weather"], metadata: { user: "bo" } },
    wanted: false,
  },
];

describe("a filter asked about a run", () => {
  it.each(runRows)("for $says: $wanted", ({ filter, wanted }) => {
    expect(compileFilter(filter).matchesRun(weather)).toBe(wanted);
  });

  it("knows no type of a run that has none", () => {
    const typeless = { ...weather, type: undefined };
    expect(compileFilter({ includeTypes: ["tool"] }).matchesRun(typeless)).toBe(false);
    expect(compileFilter({ excludeTypes: ["tool"] }).matchesRun(typeless)).toBe(true);
  });

  it("does not see later changes of the filter's lists", () => {
    const includeNames = ["weather"];
    const compiled = compileFilter({ includeNames });
    includeNames.pop();
    expect(compiled.matchesRun(weather)).toBe(true);
  });
});

describe("a filter asked about an event name", () => {
  const rows: readonly [EventFilter, readonly string[]][] = [
    [{}, eventNames],
    [{ includeEvents: ["on_tool_end", "on_custom_event"] }, ["on_tool_end", "on_custom_event"]],
    [{ includeEvents: [] }, []],
    [{ excludeEvents: eventNames.filter((name) => name !== "on_tool_end") }, ["on_tool_end"]],
    [
      { includeEvents: ["on_tool_end", "on_tool_start"], excludeEvents: ["on_tool_start"] },
      ["on_tool_end"],
    ],
    [{ includeNames: ["x"] }, eventNames],
  ];

  it.each(rows)("%p", (filter, wanted) => {
    const compiled = compileFilter(filter);
    expect(eventNames.filter((name) => compiled.matchesEventName(name))).toEqual(wanted);
  });
});

describe("a filter asked about a custom event", () => {
  const rows: readonly [string, EventFilter, boolean][] = [
    ["nothing", {}, true],
    ["its own name", { includeNames: ["progress"] }, true],
    ["its run's name", { includeNames: ["weather"] }, true],
    ["its run's type", { includeTypes: ["tool"] }, true],
    ["its run's tag", { includeTags: ["mine"] }, true],
    ["another name", { includeNames: ["x"] }, false],
    ["another type", { includeTypes: ["llm"] }, false],
    ["but its own name", { excludeNames: ["progress"] }, false],
    ["but its run's name", { excludeNames: ["weather"] }, false],
    [
      "its own name but its run's type",
      { includeNames: ["progress"], excludeTypes: ["tool"] },
      false,
    ],
    ["its own name and another id", { includeNames: ["progress"], runIds: ["run-2"] }, false],
  ];

  it.each(rows)("for %s", (_says, filter, wanted) => {
    expect(compileFilter(filter).matchesCustomEvent(weather, "progress")).toBe(wanted);
  });
});

const toolEnd = {
  event: "on_tool_end",
  name: "weather",
  run_id: "run-1",
  parent_ids: ["root"],
  tags: ["mine"],
  metadata: { user: "ana" },
  data: { output: 7 },
  seq: 4,
  time: 1_000.5,
} as const satisfies RunEvent;

function customEvent(): CustomEvent {
  return { ...toolEnd, event: "on_custom_event", name: "progress", data: 0.5 };
}

describe("createEventPredicate", () => {
  const rows: readonly [EventFilter, boolean][] = [
    [{}, true],
    [{ includeTypes: ["tool"] }, true],
    [{ includeTypes: ["chain"] }, false],
    [{ includeNames: ["weather"], includeEvents: ["on_tool_start"] }, false],
    [{ includeEvents: ["on_tool_end"] }, true],
    [{ excludeTags: ["mine"] }, false],
    [{ runIds: ["root"] }, false],
    [{ metadata: { user: "ana" } }, true],
    [{ where: ({ seq }) => seq === 4 }, true],
    [{ where: ({ seq }) => seq === 5 }, false],
  ];

  it.each(rows)("%p of a finished event", (filter, wanted) => {
    expect(createEventPredicate(filter)(toolEnd)).toBe(wanted);
  });

  it("asks where only about events that passed all else", () => {
    const where = jest.fn((_event: RunEvent) => true);
    createEventPredicate({ includeNames: ["x"], where })(toolEnd);
    createEventPredicate({ includeEvents: [], where })(toolEnd);
    expect(where).not.toHaveBeenCalled();
    createEventPredicate({ includeNames: ["weather"], where })(toolEnd);
    expect(where.mock.calls).toEqual([[toolEnd]]);
  });

  it("reads the type of every event from its name", () => {
    for (const type of runTypes) {
      const matches = createEventPredicate({ includeTypes: [type] });
      for (const phase of runPhases) {
        for (const other of runTypes) {
          const event = { ...toolEnd, event: eventName(other, phase) } as RunEvent;
          expect(matches(event)).toBe(other === type);
        }
      }
    }
  });

  it("finds a custom event by the run that it was sent from", () => {
    const event = customEvent();
    noteCustomEventOrigin(event, { name: "weather", type: "tool" });
    expect(createEventPredicate({ includeNames: ["weather"] })(event)).toBe(true);
    expect(createEventPredicate({ includeTypes: ["tool"] })(event)).toBe(true);
    expect(createEventPredicate({ includeNames: ["progress"] })(event)).toBe(true);
    expect(createEventPredicate({ excludeNames: ["weather"] })(event)).toBe(false);
    expect(createEventPredicate({ excludeNames: ["progress"] })(event)).toBe(false);
  });

  it("finds a custom event of unknown origin by its own name, tags, ids and metadata", () => {
    const event = customEvent();
    expect(createEventPredicate({ includeNames: ["progress"] })(event)).toBe(true);
    expect(createEventPredicate({ includeTags: ["mine"] })(event)).toBe(true);
    expect(createEventPredicate({ runIds: ["run-1"], metadata: { user: "ana" } })(event)).toBe(
      true,
    );
    expect(createEventPredicate({ includeTypes: ["tool"] })(event)).toBe(false);
  });
});

describe("a wrong filter is refused", () => {
  const rows: readonly [string, unknown, string][] = [
    ["no object", null, "A filter was null"],
    ["a list", ["tool"], "A filter was an array"],
    ["an unknown field", { includeName: ["x"] }, 'A filter field was "includeName"'],
    ["a text for a list", { includeNames: "weather" }, 'includeNames was "weather"'],
    ["null for a list", { excludeNames: null }, "excludeNames was null"],
    ["a list with a hole", { includeTags: [, "x"] }, "includeTags was undefined"], // oxlint-disable-line no-sparse-arrays
    ["a number in a list", { runIds: ["a", 7] }, "runIds was 7 (number)"],
    ["an unknown type", { includeTypes: ["tools"] }, 'includeTypes was "tools"'],
    ["an unknown excluded type", { excludeTypes: ["custom"] }, 'excludeTypes was "custom"'],
    ["an unknown event", { includeEvents: ["on_tool_stop"] }, 'includeEvents was "on_tool_stop"'],
    ["an unknown excluded event", { excludeEvents: ["end"] }, 'excludeEvents was "end"'],
    ["metadata that is no object", { metadata: ["a"] }, "metadata was an array"],
    ["a where that is no function", { where: true }, "where was true (boolean)"],
  ];

  it.each(rows)("%s", (_says, filter, message) => {
    const compile = () => compileFilter(filter as EventFilter);
    expect(compile).toThrow(InvalidArgumentError);
    expect(compile).toThrow(message);
  });
});

describe("laws of filters", () => {
  const names = fc.constantFrom("a", "b", "c");
  const list = <Value>(item: fc.Arbitrary<Value>) =>
    fc.option(fc.array(item, { maxLength: 3 }), { nil: undefined });
  const subjects = fc.record({
    id: names,
    name: names,
    type: fc.option(fc.constantFrom(...runTypes), { nil: undefined }),
    tags: fc.array(names, { maxLength: 3 }),
    metadata: fc.dictionary(names, fc.constantFrom(1, 2), { maxKeys: 2 }),
  });
  const includes = fc.record({
    includeNames: list(names),
    includeTypes: list(fc.constantFrom(...runTypes)),
    includeTags: list(names),
  });
  const excludes = fc.record({
    excludeNames: list(names),
    excludeTypes: list(fc.constantFrom(...runTypes)),
    excludeTags: list(names),
  });

  it("an include list only adds, once there is one; an exclude list only takes away", () => {
    fc.assert(
      fc.property(subjects, includes, excludes, (run, include, exclude) => {
        const { includeNames, includeTypes, includeTags } = include;
        const all =
          includeNames === undefined && includeTypes === undefined && includeTags === undefined;
        const included =
          all ||
          (includeNames ?? []).includes(run.name) ||
          (includeTypes ?? []).some((type) => type === run.type) ||
          (includeTags ?? []).some((tag) => run.tags.includes(tag));
        const excluded =
          (exclude.excludeNames ?? []).includes(run.name) ||
          (exclude.excludeTypes ?? []).some((type) => type === run.type) ||
          (exclude.excludeTags ?? []).some((tag) => run.tags.includes(tag));
        const filter = { ...include, ...exclude } as EventFilter;
        expect(compileFilter(filter).matchesRun(run)).toBe(included && !excluded);
      }),
    );
  });
});
