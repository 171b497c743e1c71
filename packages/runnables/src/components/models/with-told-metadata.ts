import type { Metadata } from "@rivulet/core";
import { processSettings, type RunContext } from "@rivulet/core/runtime";

/**
 * Where the message of a streamed run of a model that tells its facts has the seconds from the run's start to its first
 * chunk: a key of `response_metadata`, by the name of the GenAI conventions.
 */
export const timeToFirstChunkKey = "gen_ai.response.time_to_first_chunk";

/**
 * The metadata of a run that is about to begin: a component's own over what it tells of this call. What a run that nobody
 * hears would tell is not asked for.
 */
export function withToldMetadata(
  { listeners }: RunContext,
  metadata: Metadata | undefined,
  tell: () => Metadata | undefined,
): Metadata | undefined {
  if (listeners.length === 0 && processSettings.listeners.all.length === 0) return metadata;
  try {
    const told = tell();
    return told === undefined ? metadata : { ...told, ...metadata };
  } catch {
    // What a model cannot tell of itself must not keep it from answering.
    return metadata;
  }
}
