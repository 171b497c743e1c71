import type { Anthropic } from "@anthropic-ai/sdk";
import { AIMessageChunk, concatChunks } from "@rivulet/runnables";
import { readWholeBlock, type BlockFields } from "./block-reader.ts";
import type { MessageReaderOptions } from "./message-reader.ts";
import { toRequestMetadata, toResponseMetadata } from "./to-response-metadata.ts";
import { UsageCounter } from "./usage-counter.ts";

/** A whole answer as one chunk: the same that the events of its stream add up to. */
export function toAIMessageChunk(
  message: Anthropic.Message,
  { keepsBlocks, countsUsage, requestId }: MessageReaderOptions,
): AIMessageChunk {
  const blocks: readonly object[] = message.content;
  const chunks = blocks.flatMap((block, index) =>
    readWholeBlock(block as BlockFields, index, keepsBlocks),
  );
  const usage = new UsageCounter();
  usage.see(message.usage);
  const end = new AIMessageChunk({
    content: keepsBlocks ? [] : "",
    id: message.id,
    response_metadata: { ...toResponseMetadata(message), ...toRequestMetadata(requestId) },
    usage_metadata: countsUsage ? usage.tell() : undefined,
  });
  return concatChunks([...chunks, end]);
}
