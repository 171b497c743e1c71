import type { Anthropic } from "@anthropic-ai/sdk";
import { AIMessageChunk, type AIMessageChunkFields } from "@rivulet/runnables";
import { BlockReader, type BlockFields } from "./block-reader.ts";
import { toRequestMetadata, toResponseMetadata } from "./to-response-metadata.ts";
import { UsageCounter, type AnthropicUsage } from "./usage-counter.ts";

/** How an answer is read. */
export interface MessageReaderOptions {
  /** Whether texts are told as content blocks, and not as strings. */
  readonly keepsBlocks: boolean;
  /** Whether chunks tell what was used. */
  readonly countsUsage: boolean;
  readonly requestId?: string | undefined;
}

/**
 * Reads the events of a stream, and gives the chunk that each tells, where it tells one. What the start of the message tells (its
 * id, its model, its input tokens) is in the first chunk with content, so that no empty one goes before it; what its end tells is in
 * the last, which has no content.
 */
export class MessageReader {
  readonly #options: MessageReaderOptions;
  readonly #usage = new UsageCounter();
  readonly #blocks = new Map<number, BlockReader>();
  #head: AIMessageChunkFields | undefined;
  #isComplete = false;

  constructor(options: MessageReaderOptions) {
    this.#options = options;
  }

  /** Whether the last event of a message has come; a stream that ends before it broke off. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Takes an event in; of a kind that is not known, it tells nothing. */
  read(event: Anthropic.RawMessageStreamEvent): AIMessageChunk | undefined {
    switch (event.type) {
      case "content_block_delta":
        return this.#toChunk(this.#blockOf(event.index).delta(toFields(event.delta)));
      case "content_block_start":
        return this.#toChunk(this.#startBlock(toFields(event.content_block), event.index));
      case "content_block_stop":
        return this.#toChunk(this.#stopBlock(event.index));
      case "message_start":
        return this.#start(event.message);
      case "message_delta":
        return this.#end(event.delta, event.usage);
      case "message_stop":
        this.#isComplete = true;
        return this.#head === undefined ? undefined : this.#end(undefined, undefined);
      default:
        return undefined;
    }
  }

  #startBlock(block: BlockFields, index: number): AIMessageChunkFields | string | undefined {
    const reader = new BlockReader(block, index, this.#options.keepsBlocks);
    this.#blocks.set(index, reader);
    return reader.start(block);
  }

  // A part of an answer that is passed over would make a whole one of what is left.
  #blockOf(index: number): BlockReader {
    const block = this.#blocks.get(index);
    if (block === undefined) throw new TypeError("A piece of an answer belongs to no block.");
    return block;
  }

  #stopBlock(index: number): AIMessageChunkFields | undefined {
    const reader = this.#blocks.get(index);
    this.#blocks.delete(index);
    return reader?.stop();
  }

  #start(message: Anthropic.Message): undefined {
    this.#usage.see(message.usage);
    this.#head = {
      id: message.id,
      response_metadata: {
        ...toResponseMetadata(message),
        ...toRequestMetadata(this.#options.requestId),
      },
    };
  }

  #end(
    // Missing where all that is told is the usage.
    delta: Partial<Anthropic.RawMessageDeltaEvent.Delta> | null | undefined,
    usage: AnthropicUsage | undefined,
  ): AIMessageChunk | undefined {
    this.#usage.see(usage);
    const content = this.#options.keepsBlocks ? [] : "";
    const usageMetadata = this.#options.countsUsage ? this.#usage.tell() : undefined;
    const head = this.#takeHead();
    return new AIMessageChunk({
      ...head,
      content,
      response_metadata: { ...head?.response_metadata, ...toResponseMetadata(delta ?? {}) },
      usage_metadata: usageMetadata,
    });
  }

  #toChunk(fields: AIMessageChunkFields | string | undefined): AIMessageChunk | undefined {
    if (fields === undefined) return undefined;
    if (this.#head === undefined) return new AIMessageChunk(fields);
    const usageMetadata = this.#options.countsUsage ? this.#usage.tell() : undefined;
    return new AIMessageChunk({
      ...this.#takeHead(),
      ...(typeof fields === "string" ? { content: fields } : fields),
      usage_metadata: usageMetadata,
    });
  }

  #takeHead(): AIMessageChunkFields | undefined {
    const head = this.#head;
    this.#head = undefined;
    return head;
  }
}

// The client's types close what the API leaves open: a block or a delta may be of a kind that is younger than the client.
function toFields(block: { readonly type: string }): BlockFields {
  return block;
}
