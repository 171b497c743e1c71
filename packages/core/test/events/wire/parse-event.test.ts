import * as fc from "fast-check";
import { EventParseError } from "../../../src/errors/event-parse-error.ts";
import { RivuletError } from "../../../src/errors/rivulet-error.ts";
import { parseEvent } from "../../../src/events/wire/parse-event.ts";
import { serializeEvent } from "../../../src/events/wire/serialize-event.ts";
import { endEvent, sampleEvents } from "./sample-events.ts";

const wire: Readonly<Record<string, unknown>> = serializeEvent(endEvent(1));

function failure(value: unknown): EventParseError {
  try {
    parseEvent(value);
  } catch (error) {
    if (error instanceof EventParseError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

function without(key: string): unknown {
  return Object.fromEntries(Object.entries(wire).filter(([name]) => name !== key));
}

describe("parseEvent", () => {
  it("ignores fields that it does not know", () => {
    expect(parseEvent({ ...wire, version: 3, span: { id: "x" } })).toStrictEqual(endEvent(1));
  });

  it("keeps more data than it knows", () => {
    const data = { output: 1, usage: { $rivulet: "date", value: "1970-01-01T00:00:00.000Z" } };
    expect(parseEvent({ ...wire, data }).data).toStrictEqual({ output: 1, usage: new Date(0) });
  });

  it("takes a -0 that another writer left in the text", () => {
    const text = JSON.stringify(wire).replace('"output":1', '"output":-0');
    expect(parseEvent(text)).toStrictEqual(endEvent(-0));
  });

  it("leaves what it is given as it was", () => {
    const given = structuredClone(wire);
    parseEvent(given);
    expect(given).toStrictEqual(wire);
  });

  const rows: readonly [string, unknown, string][] = [
    ["text that is no JSON", "{", "its text is no JSON (SyntaxError: "],
    ["empty text", "", "its text is no JSON"],
    ["JSON that is no object", "7", "it was 7 (number)"],
    ["a list", [], "it was an array"],
    ["null", null, "it was null"],
    ["nothing", undefined, "it was undefined"],
    ["an empty object", {}, '"event" is missing'],
    [
      "an unknown event",
      { ...wire, event: "on_tool_stop" },
      '"event" was "on_tool_stop", and must be the name of an event',
    ],
    ["an event that is no text", { ...wire, event: 1 }, '"event" was 1 (number)'],
    [
      "a list with a function",
      { ...wire, data: { output: [() => 1] } },
      '"data.output" was an array, and must be a JSON value',
    ],
    ["no name", without("name"), '"name" is missing, and must be a text'],
    ["a run id that is no text", { ...wire, run_id: null }, '"run_id" was null'],
    ["no parents", without("parent_ids"), '"parent_ids" is missing, and must be a list of texts'],
    [
      "a parent that is no text",
      { ...wire, parent_ids: ["a", 2] },
      '"parent_ids.1" was 2 (number), and must be a text',
    ],
    [
      "tags that are no list",
      { ...wire, tags: "a" },
      '"tags" was "a", and must be a list of texts',
    ],
    [
      "metadata that is a list",
      { ...wire, metadata: [] },
      '"metadata" was an array, and must be a JSON object',
    ],
    [
      "metadata with a function",
      { ...wire, metadata: { a: () => 1 } },
      '"metadata" was an object, and must be a JSON object',
    ],
    ["no data", without("data"), '"data" is missing, and must be an object'],
    [
      "data without output",
      { ...wire, data: {} },
      '"data.output" is missing, and must be a JSON value',
    ],
    [
      "an output that is undefined",
      { ...wire, data: { output: undefined } },
      '"data.output" was undefined',
    ],
    [
      "an input that is no JSON",
      { ...wire, data: { input: new Map(), output: 1 } },
      '"data.input" was an object',
    ],
    ["a chunk that is missing", { ...wire, event: "on_llm_stream" }, '"data.chunk" is missing'],
    ["an error that is missing", { ...wire, event: "on_llm_error" }, '"data.error" is missing'],
    ["a reason that is missing", { ...wire, event: "on_llm_cancel" }, '"data.reason" is missing'],
    [
      "a custom event without data",
      { ...(without("data") as object), event: "on_custom_event" },
      '"data" is missing, and must be a JSON value',
    ],
    [
      "a negative seq",
      { ...wire, seq: -1 },
      '"seq" was -1 (number), and must be a whole number from 0',
    ],
    [
      "a seq with a fraction",
      { ...wire, seq: 0.5 },
      '"seq" was 0.5 (number), and must be a whole number from 0',
    ],
    ["a seq in text", { ...wire, seq: "4" }, '"seq" was "4", and must be a whole number from 0'],
    [
      "a time in text",
      { ...wire, time: "now" },
      '"time" was "now", and must be a number of milliseconds',
    ],
    ["a time without end", { ...wire, time: Number.POSITIVE_INFINITY }, '"time" was Infinity'],
    [
      "a broken marker",
      { ...wire, data: { output: [{ $rivulet: "map" }] } },
      '"data.output.0" holds what should be a value of type "map"',
    ],
    [
      "a broken marker in metadata",
      { ...wire, metadata: { at: { $rivulet: 1 } } },
      '"metadata.at" holds what should be a marker',
    ],
  ];

  it.each(rows)("refuses %s in one sentence", (_says, value, message) => {
    const error = failure(value);
    expect(error.message).toContain(message);
    expect(error.message).toMatch(/^No event in wire form: [^\n]+\.$/);
    expect(error.code).toBe("EVENT_PARSE");
    expect(RivuletError.isInstance(error)).toBe(true);
  });

  it("names the first three fields that are wrong", () => {
    const { message } = failure({ event: "on_llm_stream" });
    expect(message).toContain('"name" is missing, and must be a text, "run_id" is missing');
    expect(message).toContain('"parent_ids" is missing');
    expect(message).not.toContain('"tags"');
  });

  it("refuses objects that cannot be read, and keeps the cause", () => {
    const cause = new Error("no");
    const hostile = { ...wire };
    Object.defineProperty(hostile, "name", {
      enumerable: true,
      get: () => {
        throw cause;
      },
    });
    expect(failure(hostile).cause).toBe(cause);
  });

  it("refuses nesting that no event has, without overflowing the stack", () => {
    for (const levels of [700, 20_000]) {
      const text = JSON.stringify(wire).replace(
        '"output":1',
        `"output":${"[".repeat(levels)}${"]".repeat(levels)}`,
      );
      expect(failure(text).message).toContain(
        '"data.output" was an array, and must be a JSON value',
      );
    }
    const cycle: unknown[] = [];
    cycle.push(cycle);
    expect(failure({ ...wire, data: { output: cycle } }).message).toContain('"data.output"');
  });

  it("throws nothing but EventParseError, whatever it is given", () => {
    const broken = fc
      .tuple(fc.constantFrom(...sampleEvents), fc.constantFrom(...Object.keys(wire)), fc.anything())
      .map(([event, key, value]) => ({ ...serializeEvent(event), [key]: value }));
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.json(), broken), (value) => {
        try {
          parseEvent(value);
        } catch (error) {
          expect(error).toBeInstanceOf(EventParseError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
