import type { EventStream } from "@rivulet/core";
import type { StreamEvent } from "@rivulet/runnables";
import { serializeEvent } from "@rivulet/runnables/wire";
import type { Output } from "./output.ts";

/** Prints each event of a run as one line of JSON, which `parseEvent` of `@rivulet/runnables/wire` reads back. */
export async function printEvents(
  events: EventStream<unknown, StreamEvent>,
  output: Output,
): Promise<void> {
  for await (const event of events)
    await output.write(`${JSON.stringify(serializeEvent(event))}\n`);
}
