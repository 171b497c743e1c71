import {
  CallbackManager,
  EventCollector,
  type CallbackHandler,
  type EventFilter,
  type RunEvent,
  type RunType,
} from "@rivulet/core";

afterEach(() => {
  jest.restoreAllMocks();
});

/** A chain with a model and a parser in it, each of which tells so many chunks. */
function play(chunks: number, callbacks: readonly CallbackHandler[]): void {
  const root = new CallbackManager({ callbacks }).startRun({ type: "chain", name: "chain" });
  const inner = CallbackManager.forChildrenOf(root);
  const types: readonly RunType[] = ["chat_model", "parser"];
  const runs = [...types.map((type) => inner.startRun({ type, name: type })), root];
  for (let chunk = 0; chunk < chunks; chunk += 1) for (const run of runs) run.stream(chunk);
  for (const run of runs) run.end(chunks);
}

/** How often something is called for each of 1,000 chunks, with this filter; a chunk is told by three runs. */
function callsPerChunk(spy: jest.SpyInstance, filter: EventFilter): number {
  const handler: CallbackHandler = { filter, on_event: () => undefined };
  // The filter is checked here, once.
  play(1, [handler]);
  const [few, many] = [10, 1_010].map((chunks) => {
    const before = spy.mock.calls.length;
    play(chunks, [handler]);
    return spy.mock.calls.length - before;
  });
  return ((many ?? NaN) - (few ?? NaN)) / 1_000;
}

// Here each event reads the clock once, when it is built: a run that is told by hand has no source whose chunks share a time.
describe("events built for each chunk that three runs tell", () => {
  it.each<[number, string, EventFilter]>([
    [3, "no filter", {}],
    [1, "one type", { includeTypes: ["parser"] }],
    [2, "all types but one", { excludeTypes: ["parser"] }],
    [1, "one name", { includeNames: ["chat_model"] }],
    [1, "one event", { includeEvents: ["on_parser_stream"] }],
    [0, "another type", { includeTypes: ["tool"] }],
    [0, "no stream", { includeEvents: ["on_parser_start", "on_chain_end"] }],
    [0, "other metadata", { metadata: { user: 1 } }],
  ])("are %d with a filter for %s", (events, _what, filter) => {
    expect(callsPerChunk(jest.spyOn(performance, "now"), filter)).toBe(events);
  });

  it("are 3 for three listeners as well: each event is one object", () => {
    const seen: RunEvent[][] = [[], [], []];
    const handlers = seen.map((events): CallbackHandler => ({
      on_event: (event) => {
        events.push(event);
      },
    }));
    const now = jest.spyOn(performance, "now");
    play(10, handlers);
    const alone = now.mock.calls.length;
    now.mockClear();
    play(10, handlers.slice(0, 1));

    expect(now).toHaveBeenCalledTimes(alone);
    expect(seen[1]?.every((event, index) => event === seen[0]?.[index])).toBe(true);
    expect(seen[2]).toHaveLength(3 * (2 + 10));
  });
});

describe("what a filter is asked", () => {
  it.each<[string, EventFilter]>([
    ["names", { includeNames: ["parser"] }],
    ["types", { includeTypes: ["parser"], excludeTypes: ["tool"] }],
    ["tags", { includeTags: ["mine"], excludeTags: ["other"] }],
    ["events", { includeEvents: ["on_parser_stream"], excludeEvents: ["on_parser_end"] }],
    ["ids", { runIds: ["1"] }],
  ])("of %s, it is asked 0 times for a chunk", (_what, filter) => {
    expect(callsPerChunk(jest.spyOn(Set.prototype, "has"), filter)).toBe(0);
  });

  it("of a name, it is asked once for each of 3 runs", () => {
    const handler: CallbackHandler = {
      filter: { includeNames: ["parser"] },
      on_event: () => undefined,
    };
    play(1, [handler]);
    const has = jest.spyOn(Set.prototype, "has");
    play(100, [handler]);
    const asked = has.mock.calls.length;
    has.mockClear();
    play(100, []);

    expect(asked - has.mock.calls.length).toBe(3);
  });

  it("of metadata, it is asked once for each of 3 runs", () => {
    const is = jest.spyOn(Object, "is");
    play(100, [{ filter: { metadata: { user: 1 } }, on_event: () => undefined }]);
    const asked = is.mock.calls.length;
    is.mockRestore();

    expect(asked).toBe(3);
  });

  it("by where, it is asked once for each of the 104 events that pass all else, and nowhere twice", () => {
    const asked: RunEvent[] = [];
    const handler: CallbackHandler = {
      filter: {
        includeTypes: ["parser", "chain"],
        excludeEvents: ["on_chain_stream"],
        where: (event) => {
          asked.push(event);
          return event.seq % 2 === 0;
        },
      },
      on_event: () => undefined,
      on_parser_stream: () => undefined,
      on_chain_end: () => undefined,
    };
    play(100, [handler]);
    expect(asked).toHaveLength(100 + 2 + 2);
    expect(new Set(asked).size).toBe(104);
  });

  it("by where, it is asked once for each event that a collector with three subscribers takes", () => {
    let asked = 0;
    const collector = new EventCollector({
      where: () => {
        asked += 1;
        return true;
      },
    });
    for (let count = 0; count < 3; count += 1) collector.events$.subscribe(() => undefined);
    play(100, [collector]);
    expect(asked).toBe(3 * (2 + 100));
  });
});
