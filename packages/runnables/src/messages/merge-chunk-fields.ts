import type { MessageContent } from "./content-block.ts";
import { emptyList, emptyRecord } from "./empty-values.ts";
import { mergeContent } from "./merge-content.ts";
import { mergeRecords, type MergeMode } from "./merge-records.ts";
import { mergeToolCallChunks } from "./merge-tool-call-chunks.ts";
import type { ToolCallChunk } from "./tool-call.ts";
import { mergeUsageMetadata, type UsageMetadata } from "./usage-metadata.ts";

/** The fields of a chunk that joining looks at. */
export interface MergeableChunk {
  readonly content: MessageContent;
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly additional_kwargs: Readonly<Record<string, unknown>>;
  readonly response_metadata: Readonly<Record<string, unknown>>;
  readonly usage_metadata: UsageMetadata | undefined;
  readonly tool_call_chunks: readonly ToolCallChunk[];
}

/** The fields of the chunk that a list of chunks adds up to, in linear time. */
export function mergeChunkFields(
  chunks: readonly MergeableChunk[],
  areSums?: boolean,
): MergeableChunk {
  const contents: MessageContent[] = [];
  const kwargs: Readonly<Record<string, unknown>>[] = [];
  const metadata: Readonly<Record<string, unknown>>[] = [];
  const pieces: (readonly ToolCallChunk[])[] = [];
  let id: string | undefined;
  let name: string | undefined;
  let usage: UsageMetadata | undefined;
  for (const chunk of chunks) {
    contents.push(chunk.content);
    id ??= chunk.id;
    name ??= chunk.name;
    // Most chunks have the shared defaults here, and nothing to merge.
    if (chunk.additional_kwargs !== emptyRecord) kwargs.push(chunk.additional_kwargs);
    if (chunk.response_metadata !== emptyRecord) metadata.push(chunk.response_metadata);
    if (chunk.usage_metadata !== undefined) usage = mergeUsageMetadata(usage, chunk.usage_metadata);
    if (chunk.tool_call_chunks.length > 0) pieces.push(chunk.tool_call_chunks);
  }
  return {
    content: mergeContent(contents, areSums),
    id,
    name,
    additional_kwargs: mergeAll(kwargs, "join"),
    response_metadata: mergeAll(metadata, "last"),
    usage_metadata: usage,
    tool_call_chunks: pieces.length === 0 ? emptyList : mergeToolCallChunks(pieces.flat()),
  };
}

function mergeAll(
  records: readonly Readonly<Record<string, unknown>>[],
  mode: MergeMode,
): Readonly<Record<string, unknown>> {
  const [first] = records;
  if (first === undefined) return emptyRecord;
  return records.length === 1 ? first : mergeRecords(records, mode);
}
