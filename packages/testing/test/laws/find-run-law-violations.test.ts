import { InvalidArgumentError, observeRuns, traceable, type RunEvent } from "@rivulet/core";
import { EventRecorder, findRunLawViolations, runLaws } from "@rivulet/testing";
import { makeEvent, makeEvents } from "../support/make-event.ts";

const start = { event: "on_chain_start" };
const end = { event: "on_chain_end" };
const child = { run_id: "b", parent_ids: ["a"] };
const childStart = { ...child, event: "on_tool_start" };
const childEnd = { ...child, event: "on_tool_end" };
const custom = { event: "on_custom_event", name: "progress" };

/** What is found, as `law: message`. */
function found(events: readonly RunEvent[], options = {}): string[] {
  return findRunLawViolations(events, options).map(({ law, message }) => `${law}: ${message}`);
}

describe("findRunLawViolations finds nothing", () => {
  it("in runs that have many around them", async () => {
    const recorder = new EventRecorder();
    const nest = (levels: number): (() => number) =>
      levels === 0 ? () => 1 : traceable(nest(levels - 1), { name: "level" });
    const subscription = observeRuns().subscribe(recorder.on_event);
    nest(100)();
    subscription.unsubscribe();

    expect(recorder.events).toHaveLength(200);
    expect(found(recorder.events)).toEqual([]);
  });

  it.each<[string, RunEvent[]]>([
    ["in nothing", []],
    ["in a run", makeEvents(start, {}, end)],
    ["in a failed run", makeEvents(start, { event: "on_chain_error" })],
    ["in a cancelled run", makeEvents(start, { event: "on_chain_cancel" })],
    [
      "in a run with a child and a custom event",
      makeEvents(start, childStart, custom, childEnd, end),
    ],
    ["in a child that outlives its parent", makeEvents(start, childStart, end, childEnd)],
    [
      "in two roots",
      makeEvents(start, end, { ...start, run_id: "z", seq: 0, time: 0 }, { ...end, run_id: "z" }),
    ],
    [
      "in what a filter has left: no parent",
      [makeEvent({ ...childStart, seq: 3 }), makeEvent({ ...childEnd, seq: 9 })],
    ],
    [
      "in what a filter has left: custom events alone",
      [
        makeEvent({ ...custom, seq: 3 }),
        makeEvent({ ...childStart, seq: 4 }),
        makeEvent({ ...childEnd, seq: 5 }),
      ],
    ],
    [
      "in what a filter has left: a grandparent",
      makeEvents(
        start,
        { event: "on_tool_start", run_id: "c", parent_ids: ["a", "hidden"] },
        { event: "on_tool_end", run_id: "c", parent_ids: ["a", "hidden"] },
        end,
      ),
    ],
    [
      "in events that went over a wire",
      makeEvents(
        { ...start, tags: ["t"], metadata: { at: new Date(1), deep: [{ a: 1 }] } },
        { ...end, tags: ["t"], metadata: { at: new Date(1), deep: [{ a: 1 }] } },
      ),
    ],
  ])("%s", (_what, events) => {
    expect(found(events)).toEqual([]);
  });

  it("in a real recording", () => {
    const recorder = new EventRecorder();
    const inner = traceable((value: number) => value + 1, { name: "inner", type: "tool" });
    const outer = traceable((value: number) => inner(inner(value)), { name: "outer" });
    const subscription = observeRuns().subscribe(recorder.on_event);
    outer(1);
    subscription.unsubscribe();
    expect(recorder.events).toHaveLength(6);
    expect(findRunLawViolations(recorder)).toEqual([]);
  });
});

describe("findRunLawViolations finds", () => {
  it.each<[string, RunEvent[], string[]]>([
    ["no start", makeEvents({}, end), ['one-start: "a" (a) told no start.']],
    [
      "two starts",
      makeEvents(start, start, end),
      ['one-start: "a" (a) told twice that it started.'],
    ],
    [
      "three starts",
      makeEvents(start, start, start, end),
      ['one-start: "a" (a) told 3 times that it started.'],
    ],
    [
      "events before the start",
      makeEvents({}, custom, start, end),
      ['one-start: "a" (a) told on_chain_stream, on_custom_event before its start.'],
    ],
    ["no end", makeEvents(start, {}), ['one-end: "a" (a) told no end.']],
    [
      "two ends",
      makeEvents(start, end, { event: "on_chain_error" }),
      ['one-end: "a" (a) told twice that it was over.'],
    ],
    [
      "chunks after the end",
      makeEvents(start, end, {}, {}),
      ['one-end: "a" (a) told on_chain_stream after its on_chain_end.'],
    ],
    [
      "a custom event after the end",
      makeEvents(start, { event: "on_chain_cancel" }, custom),
      ['one-end: "a" (a) told on_custom_event after its on_chain_cancel.'],
    ],
    [
      "a child before its parent",
      makeEvents({ ...childStart, seq: 0 }, { ...start, seq: 1 }, childEnd, end),
      ['parent-first: "b" (b) came before the start of its parent "a".'],
    ],
    [
      "a child of another branch than its parent",
      makeEvents(
        start,
        { ...childStart, parent_ids: ["a"] },
        { event: "on_llm_start", run_id: "c", parent_ids: ["a", "x", "b"] },
        { event: "on_llm_end", run_id: "c", parent_ids: ["a", "x", "b"] },
        childEnd,
        end,
      ),
      ['parent-ids: "c" (c) has other parents than its parent "b".'],
    ],
    [
      "a run that is its own parent",
      makeEvents({ ...start, parent_ids: ["a"] }, { ...end, parent_ids: ["a"] }),
      ['parent-ids: "a" (a) is among its own parents, or has one twice.'],
    ],
    [
      "a parent twice",
      makeEvents(
        { ...childStart, parent_ids: ["x", "x"] },
        { ...childEnd, parent_ids: ["x", "x"] },
      ),
      ['parent-ids: "b" (b) is among its own parents, or has one twice.'],
    ],
    [
      "changed parents",
      makeEvents(childStart, { ...childEnd, parent_ids: ["a", "y"] }),
      ['parent-ids: "b" (b) changed its parent_ids.'],
    ],
    [
      "a changed name",
      makeEvents(start, { ...end, name: "other" }),
      ['same-context: "a" (a) changed its name.'],
    ],
    [
      "a changed type",
      makeEvents(start, { event: "on_tool_end" }),
      ['same-context: "a" (a) changed its type.'],
    ],
    [
      "changed tags",
      makeEvents(start, { ...custom, tags: ["new"] }, end),
      ['same-context: "a" (a) changed its tags.'],
    ],
    [
      "changed tags of a run that is seen by custom events alone",
      [makeEvent({ ...custom, seq: 3 }), makeEvent({ ...custom, tags: ["new"], seq: 4 })],
      ['same-context: "progress" (a) changed its tags.'],
    ],
    [
      "changed metadata",
      makeEvents({ ...start, metadata: { a: 1 } }, { ...end, metadata: { a: 2 } }),
      ['same-context: "a" (a) changed its metadata.'],
    ],
    [
      "seq that stands still",
      [makeEvent(start), makeEvent(end)],
      ['seq: on_chain_end of "a" (a) has the seq 0 again.'],
    ],
    [
      "seq that goes back",
      [makeEvent(start), makeEvent({ seq: 5 }), makeEvent({ ...end, seq: 4 })],
      ['seq: on_chain_end of "a" (a) has the seq 4 after 5.'],
    ],
    [
      "seq that goes back in a child",
      makeEvents(start, { ...childStart, seq: 2 }, { ...childEnd, seq: 1 }, end),
      ['seq: on_tool_end of "b" (b) has the seq 1 after 2.'],
    ],
    [
      "seq that does not begin with 0",
      [makeEvent({ ...start, seq: 1 }), makeEvent({ ...end, seq: 2 })],
      ['seq: on_chain_start of "a" (a) has the seq 1, where a root run starts with 0.'],
    ],
    [
      "seq that is no number of an event",
      [makeEvent(start), makeEvent({ ...end, seq: 1.5 })],
      ['seq: on_chain_end of "a" (a) has the seq 1.5.'],
    ],
    [
      "negative seq",
      [makeEvent({ ...start, seq: -1 }), makeEvent(end)],
      ['seq: on_chain_start of "a" (a) has the seq -1.'],
    ],
    [
      "time that runs backwards",
      makeEvents({ ...start, time: 2 }, { ...end, time: 0.5 }),
      ['time: on_chain_end of "a" (a) is 1.5 ms earlier than the event before it.'],
    ],
    [
      "time that is none",
      makeEvents(start, { ...end, time: Number.NaN }),
      ['time: on_chain_end of "a" (a) has the time NaN.'],
    ],
  ])("%s", (_what, events, expected) => {
    expect(found(events)).toEqual(expected);
  });

  it("every law, with what is known of the run and the events that show it", () => {
    const events = makeEvents(start, start, end);
    expect(findRunLawViolations(events)).toEqual([
      {
        law: "one-start",
        message: '"a" (a) told twice that it started.',
        runId: "a",
        runName: "a",
        events: events.slice(0, 2),
      },
    ]);
    expect(Object.keys(runLaws)).toHaveLength(7);
  });

  it("the order of one root's events, whatever others tell in between", () => {
    const events = [
      makeEvent(start),
      makeEvent({ ...start, run_id: "z" }),
      makeEvent({ ...end, seq: 1 }),
      makeEvent({ ...end, run_id: "z" }),
    ];
    const [violation, ...others] = findRunLawViolations(events);
    expect(others).toEqual([]);
    expect(violation).toMatchObject({ law: "seq", runId: "z", events: [events[1], events[3]] });
  });
});

describe("findRunLawViolations", () => {
  it("lets runs be open where they may", () => {
    expect(found(makeEvents(start, childStart), { allowOpen: true })).toEqual([]);
    expect(found(makeEvents(start, {}, start), { allowOpen: true })).toHaveLength(1);
  });

  it("takes a recorder", () => {
    const recorder = new EventRecorder();
    for (const event of makeEvents(start)) recorder.on_event(event);
    expect(findRunLawViolations(recorder)).toMatchObject([{ law: "one-end" }]);
  });

  it.each<[string, unknown, string]>([
    ["nothing", undefined, "The events were undefined; give a list of events or an EventRecorder."],
    [
      "an object without events",
      {},
      "The events were an object; give a list of events or an EventRecorder.",
    ],
    [
      "another list",
      [makeEvent(start), "x"],
      'Item 1 of the events was "x"; give events of version "v2".',
    ],
    [
      "a list of other objects",
      [{ event: "nonsense" }],
      'Item 0 of the events was an object; give events of version "v2".',
    ],
    [
      "events of version v1",
      [{ event: "on_chain_start", name: "a", run_id: "a", tags: [], metadata: {}, data: {} }],
      'Item 0 of the events was an event without seq; give events of version "v2".',
    ],
    [
      "events without ids",
      [{ ...makeEvent(start), run_id: 1 }],
      'Item 0 of the events was an object; give events of version "v2".',
    ],
    [
      "events without parents",
      [{ ...makeEvent(start), parent_ids: "a" }],
      'Item 0 of the events was an object; give events of version "v2".',
    ],
    [
      "events without times",
      [{ ...makeEvent(start), time: "now" }],
      'Item 0 of the events was an object; give events of version "v2".',
    ],
  ])("refuses %s", (_what, source, message) => {
    const refuse = () => findRunLawViolations(source as RunEvent[]);
    expect(refuse).toThrow(InvalidArgumentError);
    expect(refuse).toThrow(message);
  });
});
