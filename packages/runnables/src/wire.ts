// Events of components in serialised form: as in the wire entry of core, with messages, documents and prompt values.

export { parseEvent, serializeEvent } from "./wire/stream-event-codec.ts";
export { componentTypes } from "./wire/component-types.ts";
export { streamEventSchema, type WireEvent } from "@rivulet/core/wire";
