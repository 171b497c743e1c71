// Events in serialised form, for boundaries: processes, networks, files. Apart from the main entry, since only a boundary
// pays for zod.

export { createEventCodec, type EventCodec } from "./events/wire/event-codec.ts";
export type { EventCodecOptions } from "./events/wire/codec-settings.ts";
export { serializeEvent } from "./events/wire/serialize-event.ts";
export { parseEvent } from "./events/wire/parse-event.ts";
export { streamEventSchema, type WireEvent } from "./events/wire/wire-event.ts";
export type { WireType } from "./events/wire/wire-type.ts";
export { Unserializable } from "./events/wire/unserializable.ts";
export type { JsonObject, JsonValue } from "./events/wire/json-value.ts";
export { EventParseError } from "./errors/event-parse-error.ts";
