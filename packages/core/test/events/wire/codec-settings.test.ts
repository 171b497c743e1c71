import { InvalidArgumentError } from "../../../src/errors/invalid-argument-error.ts";
import type { EventCodecOptions } from "../../../src/events/wire/codec-settings.ts";
import { createEventCodec } from "../../../src/events/wire/event-codec.ts";
import type { WireType } from "../../../src/events/wire/wire-type.ts";

const type: WireType<Date> = {
  tag: "a",
  is: (value) => value instanceof Date,
  toFields: () => 1,
  fromFields: () => new Date(),
};

describe("options of createEventCodec", () => {
  const rows: readonly [EventCodecOptions, string][] = [
    [
      { maxStringLength: 0 },
      "maxStringLength was 0 (number); give a whole number from 1 to 33554432.",
    ],
    [{ maxStringLength: 1.5 }, "maxStringLength was 1.5"],
    [{ maxStringLength: Number.POSITIVE_INFINITY }, "maxStringLength was Infinity"],
    [{ maxDepth: 501 }, "maxDepth was 501 (number); give a whole number from 1 to 500."],
    [{ maxDepth: -1 }, "maxDepth was -1"],
    [{ maxItems: Number.NaN }, "maxItems was NaN"],
    [{ types: [type, type] }, 'types held two wire types with the tag "a"'],
  ];

  it.each(rows)("%p is refused", (options, message) => {
    expect(() => createEventCodec(options)).toThrow(InvalidArgumentError);
    expect(() => createEventCodec(options)).toThrow(message);
  });

  it("takes the limits of each range", () => {
    expect(() =>
      createEventCodec({ maxDepth: 500, maxItems: 4_000_000, maxStringLength: 1 }),
    ).not.toThrow();
  });
});
