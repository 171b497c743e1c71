import type { EventName } from "../../../src/events/event-name.ts";
import type { RunEvent, UnknownShapes } from "../../../src/events/run-event.ts";
import { createEventCodec } from "../../../src/events/wire/event-codec.ts";
import type { JsonValue } from "../../../src/events/wire/json-value.ts";
import type { WireEvent } from "../../../src/events/wire/wire-event.ts";
import type { WireType } from "../../../src/events/wire/wire-type.ts";

type Equal<Left, Right> =
  (<T>() => T extends Left ? 1 : 2) extends <T>() => T extends Right ? 1 : 2 ? true : false;

function check<Claim extends true>(): Claim | undefined {
  return undefined;
}

// The wire knows the same names and fields as the event.
check<Equal<WireEvent["event"], EventName>>();
check<Equal<WireEvent["event"], RunEvent["event"]>>();
check<Equal<keyof WireEvent, keyof RunEvent>>();

// It is discriminated by name: the compiler knows the payload after a look at it.
export function payloadOf(wire: WireEvent): JsonValue | undefined {
  if (wire.event === "on_tool_end") return wire.data.output;
  if (wire.event === "on_llm_stream") return wire.data.chunk;
  if (wire.event === "on_custom_event") return wire.data;
  // @ts-expect-error -- an event of another phase has no such key for certain
  return wire.data.output.length;
}

// A wire event is what JSON can hold.
export function toJson(wire: WireEvent): JsonValue {
  return wire.data;
}

// A type for one class is taken where types of any class are.
class Point {
  readonly x: number = 1;
}
declare const pointType: WireType<Point>;
createEventCodec({ types: [pointType] });
// @ts-expect-error -- an option that does not exist
createEventCodec({ maxLength: 1 });

// The shapes that a codec's types make again are the parsed event's.
type Shapes = Omit<UnknownShapes, "tool"> & {
  readonly tool: { readonly input: unknown; readonly chunk: unknown; readonly output: Point };
};
const event = createEventCodec<Shapes>({ types: [pointType] }).parseEvent("");
if (event.event === "on_tool_end") check<Equal<typeof event.data.output, Point>>();
if (event.event === "on_llm_end") check<Equal<typeof event.data.output, unknown>>();
