import { presentFields } from "../util/present-fields.ts";
import { BaseMessage, type BaseMessageFields } from "./base-message.ts";
import { collapseToolCallChunks, type CollapsedToolCalls } from "./collapse-tool-call-chunks.ts";
import { isMessageContent, type MessageContent } from "./content-block.ts";
import { emptyList } from "./empty-values.ts";
import { messageMarker } from "./message-marker.ts";
import type { StandardContentBlock, ToolCallContentBlock } from "./standard-content-block.ts";
import { toStandardBlocks } from "./to-standard-blocks.ts";
import type { InvalidToolCall, ToolCall, ToolCallChunk } from "./tool-call.ts";
import type { UsageMetadata } from "./usage-metadata.ts";

/** What a model's message is made from; without content it says nothing. */
export interface AIMessageFields extends Partial<BaseMessageFields> {
  /** In place of `content`: blocks that are the same for all providers. Each `tool_call` is one of the message's `tool_calls`. */
  readonly contentBlocks?: readonly StandardContentBlock[] | undefined;
  readonly tool_calls?: readonly ToolCall[] | undefined;
  readonly invalid_tool_calls?: readonly InvalidToolCall[] | undefined;
  readonly usage_metadata?: UsageMetadata | undefined;
  /** Pieces of tool calls, as they streamed in: what the calls are read from when `tool_calls` is not given. */
  readonly tool_call_chunks?: readonly ToolCallChunk[] | undefined;
}

/** What a model says: text or blocks, and the tools that it wants to be called. */
export class AIMessage extends BaseMessage {
  /** Whether a value is such a message, also one that another copy of the package made. */
  declare static readonly isInstance: (value: unknown) => value is AIMessage;

  /** What the call that made this message used, where the provider tells. */
  declare readonly usage_metadata: UsageMetadata | undefined;

  /** @throws {@link InvalidArgumentError} when the content is neither a string nor a list */
  constructor(input: MessageContent | AIMessageFields) {
    super(input);
    if (isMessageContent(input)) {
      this.usage_metadata = undefined;
      return;
    }
    this.usage_metadata = input.usage_metadata;
    // Own properties where there are calls, over the accessors: copying by spread and comparing must see them.
    if (this[messageMarker] === "AIMessage") defineToolCalls(this, input);
  }

  /** The tools that the model wants to be called. */
  get tool_calls(): readonly ToolCall[] {
    return emptyList;
  }

  /** Requests for tool calls that cannot be understood. */
  get invalid_tool_calls(): readonly InvalidToolCall[] {
    return emptyList;
  }

  get [messageMarker](): "AIMessage" | "AIMessageChunk" {
    return "AIMessage";
  }

  override getType(): "ai" {
    return "ai";
  }

  override toFields(): ReturnType<BaseMessage["toFields"]> {
    // Its own alone: calls that a chunk reads out of its pieces are no field of it.
    const { tool_calls, invalid_tool_calls, usage_metadata }: Partial<AIMessage> = { ...this };
    return {
      ...super.toFields(),
      ...presentFields({ tool_calls, invalid_tool_calls, usage_metadata }),
    };
  }
}

type CallLists = Readonly<Record<keyof CollapsedToolCalls, readonly object[]>>;

function defineToolCalls(message: AIMessage, given: AIMessageFields): void {
  const { content } = message;
  // In the order of the content; those that do not stand there come last.
  const fields = given.contentBlocks
    ? {
        ...given,
        tool_calls: toStandardBlocks({ ...given, content }).filter(
          (block): block is ToolCallContentBlock => block.type === "tool_call",
        ),
      }
    : given;
  // A chunk that is copied by spread has pieces, and no calls of its own.
  const read: CallLists = collapseToolCallChunks(fields.tool_call_chunks ?? emptyList);
  for (const [key, found] of Object.entries(read)) {
    const value = fields[key as keyof CallLists] ?? found;
    if (value.length > 0) Object.defineProperty(message, key, { value, enumerable: true });
  }
}
