import { configure, contextOf, type CallbackHandler, type EventFilter } from "@rivulet/core";
import { startRun } from "@rivulet/core/runtime";

afterEach(() => {
  configure({ callbacks: [] });
  jest.restoreAllMocks();
});

function handlersFor(filter: EventFilter, count: number): readonly CallbackHandler[] {
  return Array.from({ length: count }, () => ({ filter, on_event: () => undefined }));
}

/** How often a method of sets is called while one run, of type `tool`, is begun and ended. */
function callsInRun(method: "has" | "add", callbacks: readonly CallbackHandler[] = []): number {
  const context = contextOf(callbacks);
  const run = (): void => {
    startRun(context, { type: "tool", name: "search" }).end(1);
  };
  // What is found out once for a list of listeners is found out here.
  run();
  const spy = jest.spyOn(Set.prototype, method);
  run();
  const calls = spy.mock.calls.length;
  spy.mockRestore();
  return calls;
}

const others: readonly (readonly [string, EventFilter])[] = [
  ["for other types", { includeTypes: ["llm", "retriever"] }],
  ["for all types but this", { excludeTypes: ["tool"] }],
  [
    "for events of other types",
    { includeEvents: ["on_llm_start", "on_custom_event"], excludeNames: ["x"] },
  ],
  ["for nothing", { includeNames: [] }],
];

describe("the filters of process-wide listeners", () => {
  it.each(others)("%s are asked 0 times by a run, of 100 such listeners", (_who, filter) => {
    configure({ callbacks: handlersFor(filter, 100) });
    expect(callsInRun("has")).toBe(0);
    expect(callsInRun("has", handlersFor({}, 1))).toBe(0);
  });

  it("for other names are asked 0 times, after the first run of a name", () => {
    configure({ callbacks: handlersFor({ includeNames: ["other"], includeTags: [] }, 100) });
    expect(callsInRun("has")).toBe(0);
    configure({ callbacks: handlersFor({ includeNames: ["search"] }, 2) });
    expect(callsInRun("has")).toBeGreaterThanOrEqual(2);
  });

  it("for this type are asked, and those of 100 beside them are not", () => {
    const wanting = handlersFor({ includeTypes: ["tool"] }, 3);
    configure({ callbacks: wanting });
    const alone = callsInRun("has");
    configure({ callbacks: [...handlersFor({ includeTypes: ["llm"] }, 100), ...wanting] });

    expect(alone).toBeGreaterThanOrEqual(3);
    expect(callsInRun("has")).toBe(alone);
  });

  it("are joined to those of the call without a set: 0 items are put into one", () => {
    configure({ callbacks: handlersFor({}, 10) });
    expect(callsInRun("add", handlersFor({}, 10))).toBe(0);
  });
});
