import { InvalidArgumentError } from "@rivulet/core";

import { presentFields } from "../util/present-fields.ts";
import { BaseMessage, type BaseMessageFields } from "./base-message.ts";
import { isMessageContent, type MessageContent } from "./content-block.ts";
import { messageMarker } from "./message-marker.ts";

/** What a tool message is made from. */
export interface ToolMessageFields extends BaseMessageFields {
  readonly tool_call_id: string;
  readonly status?: ToolMessageStatus | undefined;
  readonly artifact?: unknown;
}

/** How a tool call ended. */
export type ToolMessageStatus = "success" | "error";

/** Those that the constructor was given, which may lack what they need. */
type GivenFields = Omit<ToolMessageFields, "tool_call_id"> & {
  readonly tool_call_id: string | undefined;
};

/** The result of a tool call, on its way back to the model. */
export class ToolMessage extends BaseMessage {
  /** Whether a value is such a message, also one that another copy of the package made. */
  declare static readonly isInstance: (value: unknown) => value is ToolMessage;

  /** The id of the call that this answers. */
  declare readonly tool_call_id: string;
  /** How the call ended; `undefined` says nothing, which models take for success. */
  declare readonly status: ToolMessageStatus | undefined;
  /** The tool's whole output, where `content` is what the model shall see of it. Not sent to the model. */
  declare readonly artifact: unknown;

  /** @throws {@link InvalidArgumentError} when there is no content or no `tool_call_id` */
  constructor(fields: ToolMessageFields);
  constructor(content: MessageContent, toolCallId: string, name?: string);
  constructor(input: MessageContent | ToolMessageFields, toolCallId?: string, name?: string) {
    const fields: GivenFields = isMessageContent(input)
      ? { content: input, tool_call_id: toolCallId, name }
      : input;
    super(fields);
    if (typeof fields.tool_call_id !== "string") {
      throw new InvalidArgumentError(
        'A ToolMessage needs "tool_call_id"; give the id of its call.',
      );
    }
    this.tool_call_id = fields.tool_call_id;
    this.status = fields.status;
    this.artifact = fields.artifact;
  }

  get [messageMarker](): "ToolMessage" {
    return "ToolMessage";
  }

  override getType(): "tool" {
    return "tool";
  }

  override toFields(): ReturnType<BaseMessage["toFields"]> {
    return {
      ...super.toFields(),
      tool_call_id: this.tool_call_id,
      ...presentFields({ status: this.status, artifact: this.artifact }),
    };
  }
}
