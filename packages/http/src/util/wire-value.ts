import { parseEvent, serializeEvent } from "@rivulet/runnables/wire";

// A value travels as the payload of an event does: the wire form has one place where it is known.
const carrier = {
  event: "on_chain_start",
  name: "value",
  run_id: "",
  parent_ids: [],
  tags: [],
  metadata: {},
  seq: 0,
  time: 0,
} as const;

/** A value in wire form: messages, documents and prompt values come back as themselves. Never throws. */
export function toWireValue(value: unknown): unknown {
  const { data } = serializeEvent({ ...carrier, data: { input: value } });
  return (data as { readonly input?: unknown }).input;
}

/**
 * The value that a JSON value in wire form stands for.
 *
 * @throws {@link EventParseError} when it is none.
 */
export function fromWireValue(wire: unknown): unknown {
  const { data } = parseEvent({ ...carrier, data: { input: wire } });
  return (data as { readonly input?: unknown }).input;
}
