import * as fc from "fast-check";
import { EventParseError } from "../../../src/errors/event-parse-error.ts";
import { eventNames } from "../../../src/events/event-name.ts";
import type { RunEvent } from "../../../src/events/run-event.ts";
import { createEventCodec } from "../../../src/events/wire/event-codec.ts";
import { parseEvent } from "../../../src/events/wire/parse-event.ts";
import { serializeEvent } from "../../../src/events/wire/serialize-event.ts";
import { Unserializable } from "../../../src/events/wire/unserializable.ts";
import type { WireType } from "../../../src/events/wire/wire-type.ts";
import { endEvent, sampleEvents } from "./sample-events.ts";

const overTheWire = (event: RunEvent): RunEvent =>
  parseEvent(JSON.stringify(serializeEvent(event)));

describe("serializeEvent", () => {
  it.each(sampleEvents)("$event comes back as it was, from text and from an object", (event) => {
    expect(overTheWire(event)).toStrictEqual(event);
    expect(parseEvent(serializeEvent(event))).toStrictEqual(event);
    expect(parseEvent(JSON.parse(JSON.stringify(serializeEvent(event))))).toStrictEqual(event);
  });

  it.each([...eventNames])("%s can travel", (name) => {
    const data = { chunk: 1, output: 2, error: 3, reason: 4 };
    const event = { ...endEvent(0), event: name, data } as RunEvent;
    expect(overTheWire(event)).toStrictEqual(event);
  });

  it("keeps the order of the fields, whatever that of the event", () => {
    const { seq, name, ...rest } = endEvent(1);
    const shuffled = { seq, ...rest, name } as RunEvent;
    const order = [
      "event",
      "name",
      "run_id",
      "parent_ids",
      "tags",
      "metadata",
      "data",
      "seq",
      "time",
    ];
    expect(Object.keys(serializeEvent(shuffled))).toEqual(order);
    expect(Object.keys(overTheWire(shuffled))).toEqual(order);
  });

  it("leaves a JSON payload as it is on the wire", () => {
    const event = endEvent({ answer: [1, "two", null, true] });
    expect(serializeEvent(event)).toStrictEqual(event);
    expect(JSON.stringify(serializeEvent(event).data)).toBe(JSON.stringify(event.data));
  });

  it("shares nothing with the event, which may be frozen", () => {
    const list = Object.freeze([1]);
    const event = Object.freeze(endEvent(list));
    const wire = serializeEvent(event);
    expect(wire.tags).not.toBe(event.tags);
    expect(wire.parent_ids).not.toBe(event.parent_ids);
    expect(wire.metadata).not.toBe(event.metadata);
    expect(wire.data).not.toBe(event.data);
    expect(event).toStrictEqual(endEvent([1]));
  });

  it("keeps a key whose value is undefined, and leaves one that is missing missing", () => {
    const event: RunEvent = { ...endEvent(0), event: "on_chain_end", data: { output: undefined } };
    expect(Object.keys(overTheWire(event).data as object)).toEqual(["output"]);
    expect(overTheWire(event)).toStrictEqual(event);
    const start: RunEvent = { ...event, event: "on_chain_start", data: { input: undefined } };
    expect(overTheWire(start)).toStrictEqual(start);
    const custom: RunEvent = { ...event, event: "on_custom_event", data: undefined };
    expect(overTheWire(custom)).toStrictEqual(custom);
  });

  it.each([
    0,
    "",
    false,
    null,
    undefined,
    { input: 1 },
    { output: 1 },
    Number.NaN,
    -0,
    [],
    [undefined],
  ])("does not rename, unwrap or lose the output %p", (output) => {
    expect(overTheWire(endEvent(output))).toStrictEqual(endEvent(output));
  });

  it("serialises what metadata holds, reserved keys included", () => {
    const metadata = { at: new Date(7), $rivulet: "x", fn: () => 1 };
    const back = overTheWire({ ...endEvent(1), metadata });
    expect(back.metadata).toStrictEqual({
      at: new Date(7),
      $rivulet: "x",
      fn: new Unserializable("function", "fn"),
    });
  });

  it("says so when data or metadata cannot be listed", () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const event = {
      ...endEvent(1),
      event: "on_chain_start",
      metadata: proxy,
      data: proxy,
    } as RunEvent;
    const { metadata } = overTheWire(event);
    expect(metadata["..."]).toMatchObject({ kind: "unreadable" });
  });

  it("tells a cycle through the whole of data", () => {
    const data: Record<string, unknown> = { output: 1 };
    data["self"] = data;
    const back = overTheWire({ ...endEvent(1), data } as RunEvent);
    expect(back.data).toStrictEqual({
      output: 1,
      self: new Unserializable("cycle", "1 levels up"),
    });
  });
});

describe("createEventCodec", () => {
  class Message {
    readonly #content: unknown;
    constructor(content: unknown) {
      this.#content = content;
    }
    get content(): unknown {
      return this.#content;
    }
  }
  const messageType: WireType<Message> = {
    tag: "message",
    is: (value) => value instanceof Message,
    toFields: ({ content }) => ({ content }),
    fromFields(fields) {
      if (typeof fields !== "object" || fields === null || !("content" in fields))
        throw new TypeError("no content");
      if (typeof fields.content !== "string" && !Array.isArray(fields.content))
        throw new TypeError("wrong content");
      return new Message(fields.content);
    },
  };
  const codec = createEventCodec({ types: [messageType], maxStringLength: 100 });

  it("gives instances of its types back, nested ones too", () => {
    const back = codec.parseValue(
      codec.serializeValue({ list: [new Message([new Message("inner")])] }),
    );
    const [message] = (back as { list: Message[] }).list;
    expect(message).toBeInstanceOf(Message);
    const [inner] = Array.isArray(message?.content) ? (message.content as Message[]) : [];
    expect(inner).toBeInstanceOf(Message);
    expect(inner?.content).toBe("inner");
  });

  it("writes them with their tag", () => {
    expect(codec.serializeValue(new Message("hi"))).toEqual({
      $rivulet: "type",
      tag: "message",
      fields: { content: "hi" },
    });
  });

  it("gives their fields where the type is not known", () => {
    const wire = codec.serializeEvent(endEvent(new Message("hi")));
    expect(parseEvent(wire).data).toEqual({ output: { content: "hi" } });
  });

  it("gives their fields when a part was lost that the type needs", () => {
    const back = codec.parseValue(codec.serializeValue(new Message("x".repeat(101))));
    expect(back).toEqual({
      content: new Unserializable("string", `101 characters: ${"x".repeat(100)}`),
    });
  });

  it("names the field that a type refuses", () => {
    const wire = codec.serializeEvent(endEvent([new Message("hi"), new Message(7)]));
    expect(() => codec.parseEvent(wire)).toThrow(EventParseError);
    expect(() => codec.parseEvent(wire)).toThrow(
      '"data.output.1" holds what should be a value of type "message" (TypeError: wrong content)',
    );
  });

  it("asks the first type that claims a value, and only about instances of classes", () => {
    const asked: unknown[] = [];
    const curious: WireType<Message> = {
      tag: "curious",
      is: (value): value is Message => {
        asked.push(value);
        throw new Error("cannot tell");
      },
      toFields: () => 1,
      fromFields: () => new Message(1),
    };
    const both = createEventCodec({ types: [curious, messageType] });
    const message = new Message("hi");
    const wire = both.serializeValue([{ a: 1 }, [2], message]);
    expect(asked).toEqual([message]);
    expect(wire).toMatchObject([{ a: 1 }, [2], { tag: "message" }]);
  });

  it("puts a marker where a type's toFields throws", () => {
    const broken: WireType = {
      ...messageType,
      toFields: () => {
        throw new RangeError("no");
      },
      tag: "broken",
    };
    const value = createEventCodec({ types: [broken] }).serializeValue([new Message("hi")]);
    expect(value).toEqual([
      { $rivulet: "unserializable", kind: "unreadable", description: "RangeError: no" },
    ]);
  });

  it("refuses a value that is no JSON", () => {
    expect(() => codec.parseValue({ a: () => 1 })).toThrow(EventParseError);
    expect(() => codec.parseValue(undefined)).toThrow(EventParseError);
  });

  it("makes codecs that know each other's events", () => {
    fc.assert(
      fc.property(fc.constantFrom(...sampleEvents), (event) => {
        expect(codec.parseEvent(serializeEvent(event))).toStrictEqual(event);
        expect(parseEvent(codec.serializeEvent(event))).toStrictEqual(event);
      }),
    );
  });
});
