import { AIMessage, type AIMessageFields } from "./ai-message.ts";
import { collapseToolCallChunks, type CollapsedToolCalls } from "./collapse-tool-call-chunks.ts";
import { isMessageContent, type MessageContent } from "./content-block.ts";
import { emptyList } from "./empty-values.ts";
import { mergeChunkFields } from "./merge-chunk-fields.ts";
import { messageMarker } from "./message-marker.ts";
import type { InvalidToolCall, ToolCall, ToolCallChunk } from "./tool-call.ts";

/** What a chunk is made from: what a message is, but for blocks with whole calls in them. */
export type AIMessageChunkFields = Omit<AIMessageFields, "contentBlocks">;

/**
 * A part of a model's message, as it streams in; chunks add up to the message with `concat`, or many at once with
 * `concatChunks`.
 *
 * Made for every token, so it is light: what is not given costs nothing, and tool calls are parsed when they are first
 * read. Its tool calls are always those of `tool_call_chunks`; a chunk that is made from whole `tool_calls` has each as
 * one piece.
 *
 * @example
 * const greeting = new AIMessageChunk("Hello").concat(new AIMessageChunk(" world"));
 * console.log(greeting); // AIMessageChunk { content: 'Hello world' }
 */
export class AIMessageChunk extends AIMessage {
  /** Whether a value is such a message, also one that another copy of the package made. */
  declare static readonly isInstance: (value: unknown) => value is AIMessageChunk;

  /** The pieces of tool calls in this chunk. */
  declare readonly tool_call_chunks: readonly ToolCallChunk[];
  // Read once. Not in a `WeakMap` by list: its entries outlive their chunks until a full collection, and with the text of
  // each sum in them, reading the calls of every sum of 16,000 pieces took five times as long.
  #collapsed: CollapsedToolCalls | undefined;

  /** @throws {@link InvalidArgumentError} when the content is neither a string nor a list */
  constructor(input: MessageContent | AIMessageChunkFields) {
    super(input);
    this.tool_call_chunks = typeof input === "string" ? emptyList : toolCallChunksOf(input);
  }

  override get tool_calls(): readonly ToolCall[] {
    return this.tool_call_chunks.length === 0
      ? emptyList
      : AIMessageChunk.#collapse(this).tool_calls;
  }

  override get invalid_tool_calls(): readonly InvalidToolCall[] {
    return this.tool_call_chunks.length === 0
      ? emptyList
      : AIMessageChunk.#collapse(this).invalid_tool_calls;
  }

  static #collapse(chunk: Pick<AIMessageChunk, "tool_call_chunks">): CollapsedToolCalls {
    // A proxy around a chunk, as libraries of state make them, has no private fields.
    if (!(#collapsed in chunk)) return collapseToolCallChunks(chunk.tool_call_chunks);
    return (chunk.#collapsed ??= collapseToolCallChunks(chunk.tool_call_chunks));
  }

  override get [messageMarker](): "AIMessageChunk" {
    return "AIMessageChunk";
  }

  /**
   * This chunk and the one that follows it, as one.
   *
   * Contents are joined, tool call pieces put together by index, usages added; the first id and name count.
   * `additional_kwargs` are joined as content is; in `response_metadata` the last value of a key counts. Associative.
   * To join a whole stream, `concatChunks` takes linear time.
   *
   * @see `mergeContent`, `mergeToolCallChunks` and `mergeRecords` for the rules in full
   */
  concat(next: AIMessageChunk): AIMessageChunk {
    return new AIMessageChunk(mergeChunkFields([this, next]));
  }

  override toFields(): ReturnType<AIMessage["toFields"]> {
    const fields = super.toFields();
    if (this.tool_call_chunks.length === 0) return fields;
    return { ...fields, tool_call_chunks: this.tool_call_chunks };
  }
}

function toolCallChunksOf(input: MessageContent | AIMessageChunkFields): readonly ToolCallChunk[] {
  if (isMessageContent(input)) return emptyList;
  const { tool_call_chunks: pieces, tool_calls: calls, invalid_tool_calls: invalid } = input;
  if (pieces !== undefined && pieces.length > 0) return pieces;
  if (calls === undefined && invalid === undefined) return emptyList;
  return keepApart([
    ...(calls ?? []).map(({ id, name, args }) => ({ id, name, args: JSON.stringify(args) })),
    ...(invalid ?? []).map(({ id, name, args }) => ({ id, name, args })),
  ]);
}

// Pieces with one id are taken for one call, but some providers give several calls of an answer the same: those get an index.
function keepApart(pieces: readonly ToolCallChunk[]): readonly ToolCallChunk[] {
  const ids = new Set<string | undefined>();
  return pieces.map((piece, index) => {
    const isFirst = ids.size < ids.add(piece.id).size;
    return isFirst || !piece.id ? piece : { ...piece, index };
  });
}
