import * as z from "zod";
import { eventNames, type RunEventName, type RunPhase } from "../event-name.ts";
import type { RunType } from "../run-type.ts";
import { isJsonObject, isJsonValue, type JsonObject, type JsonValue } from "./json-value.ts";

const text = z.string({ error: "must be a text" });
const texts = z.array(text, { error: "must be a list of texts" });
const jsonValue = z.custom<JsonValue>(isJsonValue, { error: "must be a JSON value" });
const jsonObject = z.custom<JsonObject>(isJsonObject, { error: "must be a JSON object" });
const knownInput = { input: jsonValue.exactOptional() };

/**
 * An event in wire form: what JSON carries of a `RunEvent`, discriminated by `event` as that is. Fields that it does not
 * know are dropped, in the event and in nothing else: a later version may add some.
 *
 * Its payloads are JSON values in which objects with a `$rivulet` key stand for what JSON has no word for;
 * {@link parseEvent} makes them what they were.
 */
export const streamEventSchema = z.discriminatedUnion(
  "event",
  [
    eventSchema(namesAt("start"), payload(knownInput)),
    eventSchema(namesAt("stream"), payload({ chunk: jsonValue })),
    eventSchema(namesAt("end"), payload({ ...knownInput, output: jsonValue })),
    eventSchema(namesAt("error"), payload({ ...knownInput, error: jsonValue })),
    eventSchema(namesAt("cancel"), payload({ ...knownInput, reason: jsonValue })),
    eventSchema(["on_custom_event"], jsonValue),
  ],
  { error: 'must be the name of an event, such as "on_tool_start"' },
);

/** An event in wire form: plain JSON, its keys in the order of the event's. */
export type WireEvent = z.infer<typeof streamEventSchema>;

function eventSchema<const Name extends string, Data extends z.ZodType>(
  names: readonly Name[],
  data: Data,
) {
  return z.object({
    event: z.enum(names),
    name: text,
    run_id: text,
    parent_ids: texts,
    tags: texts,
    metadata: jsonObject,
    data,
    seq: z
      .int({ error: "must be a whole number from 0" })
      .min(0, { error: "must be a whole number from 0" }),
    time: z.number({ error: "must be a number of milliseconds" }),
  });
}

function payload<const Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object(shape, { error: "must be an object" }).catchall(jsonValue);
}

function namesAt<const Phase extends RunPhase>(
  phase: Phase,
): readonly RunEventName<RunType, Phase>[] {
  return eventNames.filter((name): name is RunEventName<RunType, Phase> =>
    name.endsWith(`_${phase}`),
  );
}
