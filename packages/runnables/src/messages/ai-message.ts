import { presentFields } from "../util/present-fields.ts";
import { BaseMessage, type BaseMessageFields } from "./base-message.ts";
import { collapseToolCallChunks } from "./collapse-tool-call-chunks.ts";
import { isMessageContent, type MessageContent } from "./content-block.ts";
import { emptyList } from "./empty-values.ts";
import { messageMarker } from "./message-marker.ts";
import type { InvalidToolCall, ToolCall, ToolCallChunk } from "./tool-call.ts";
import type { UsageMetadata } from "./usage-metadata.ts";

/** What a model's message is made from; without content it says nothing. */
export interface AIMessageFields extends Partial<BaseMessageFields> {
  readonly tool_calls?: readonly ToolCall[] | undefined;
  readonly invalid_tool_calls?: readonly InvalidToolCall[] | undefined;
  readonly usage_metadata?: UsageMetadata | undefined;
  /** Pieces of tool calls, as they streamed in: what the calls are read from when `tool_calls` is not given. */
  readonly tool_call_chunks?: readonly ToolCallChunk[] | undefined;
}

/** What a model says: text or blocks, and the tools that it wants to be called. */
export class AIMessage extends BaseMessage {
  /** What the call that made this message used, where the provider tells. */
  declare readonly usage_metadata: UsageMetadata | undefined;

  /** @throws {@link InvalidArgumentError} when the content is neither a string nor a list */
  constructor(input: MessageContent | AIMessageFields) {
    super(input);
    if (typeof input === "string" || isMessageContent(input)) {
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
    return {
      ...super.toFields(),
      ...(Object.hasOwn(this, "tool_calls") ? { tool_calls: this.tool_calls } : {}),
      ...(Object.hasOwn(this, "invalid_tool_calls")
        ? { invalid_tool_calls: this.invalid_tool_calls }
        : {}),
      ...presentFields({ usage_metadata: this.usage_metadata }),
    };
  }
}

function defineToolCalls(message: AIMessage, fields: AIMessageFields): void {
  // A chunk that is copied by spread has pieces, and no calls of its own.
  const read = collapseToolCallChunks(fields.tool_call_chunks ?? emptyList);
  const calls = fields.tool_calls ?? read.tool_calls;
  const invalid = fields.invalid_tool_calls ?? read.invalid_tool_calls;
  if (calls.length > 0) Object.defineProperty(message, "tool_calls", toProperty(calls));
  if (invalid.length > 0) {
    Object.defineProperty(message, "invalid_tool_calls", toProperty(invalid));
  }
}

function toProperty(value: unknown): PropertyDescriptor {
  return { value, enumerable: true };
}
