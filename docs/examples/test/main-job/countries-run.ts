import type { StreamEvent } from "@rivulet/runnables";
import { ScriptedChatModel, type ScriptedChatModelFields } from "@rivulet/testing";
import { createChain, question } from "../../src/main-job/chain.ts";
import { createRecordedModel } from "../../src/main-job/recorded-model.ts";

/** A recorded run of the main chain: its events, and what it failed with. */
export interface Recording {
  readonly events: readonly StreamEvent[];
  readonly error: unknown;
}

/** Records the run of the main chain over its recorded answer. */
export async function recordCountries(): Promise<Recording> {
  return record(createChain(await createRecordedModel(0)).streamEvents(question));
}

/** Records a run of the main chain over a scripted answer; `signal` cancels it. */
export function recordScript(
  fields: ScriptedChatModelFields,
  signal?: AbortSignal,
): Promise<Recording> {
  return record(createChain(new ScriptedChatModel(fields)).streamEvents(question, { signal }));
}

async function record(stream: AsyncIterable<StreamEvent>): Promise<Recording> {
  const events: StreamEvent[] = [];
  try {
    for await (const event of stream) events.push(event);
    return { events, error: undefined };
  } catch (error) {
    return { events, error };
  }
}
