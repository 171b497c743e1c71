import { serializeEvent } from "../../../src/events/wire/serialize-event.ts";
import { streamEventSchema } from "../../../src/events/wire/wire-event.ts";
import { sampleEvents } from "./sample-events.ts";

describe("streamEventSchema", () => {
  it.each(sampleEvents)("takes $event and leaves it as it is", (event) => {
    const wire: unknown = JSON.parse(JSON.stringify(serializeEvent(event)));
    expect(streamEventSchema.parse(wire)).toStrictEqual(wire);
  });

  it("says by path and sentence what is wrong", () => {
    const result = streamEventSchema.safeParse({
      ...serializeEvent(sampleEvents[0] ?? raise()),
      tags: [1],
      seq: -1,
    });
    expect(result.error?.issues.map(({ path, message }) => `${path.join(".")} ${message}`)).toEqual(
      ["tags.0 must be a text", "seq must be a whole number from 0"],
    );
  });

  it("keeps a __proto__ key of metadata and of payloads as a key", () => {
    const text = '{"__proto__":{"a":1}}';
    const wire = {
      ...serializeEvent(sampleEvents[0] ?? raise()),
      event: "on_custom_event",
      data: JSON.parse(text),
      metadata: JSON.parse(text),
    } as unknown;
    const parsed = streamEventSchema.parse(wire);
    expect([JSON.stringify(parsed.data), JSON.stringify(parsed.metadata)]).toEqual([text, text]);
  });
});

function raise(): never {
  throw new Error("no sample");
}
