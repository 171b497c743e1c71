import { AIMessageChunk } from "./ai-message-chunk.ts";
import { mergeChunkFields } from "./merge-chunk-fields.ts";

/**
 * Joins the chunks of a stream into one, in linear time; the same as adding them one by one with `concat`.
 *
 * No chunks give an empty one; a single chunk is returned as it is.
 */
export function concatChunks(chunks: readonly AIMessageChunk[]): AIMessageChunk {
  return joinChunks(chunks);
}

/** As {@link concatChunks}; `areSums` says that they are results of it, whose texts are long and not worth a copy. */
export function joinChunks(chunks: readonly AIMessageChunk[], areSums?: boolean): AIMessageChunk {
  const [first] = chunks;
  if (first !== undefined && chunks.length === 1) return first;
  return new AIMessageChunk(mergeChunkFields(chunks, areSums));
}
