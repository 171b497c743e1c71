import { BaseMessage, type MessageFields } from "./base-message.ts";
import type { MessageContent } from "./content-block.ts";
import { messageMarker } from "./message-marker.ts";

/** What tells a model how to behave. */
export class SystemMessage extends BaseMessage {
  /** Whether a value is such a message, also one that another copy of the package made. */
  declare static readonly isInstance: (value: unknown) => value is SystemMessage;

  /** @throws {@link InvalidArgumentError} when there is no content */
  constructor(input: MessageContent | MessageFields) {
    super(input);
  }

  get [messageMarker](): "SystemMessage" {
    return "SystemMessage";
  }

  override getType(): "system" {
    return "system";
  }
}
