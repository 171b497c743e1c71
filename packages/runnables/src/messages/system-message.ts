import { BaseMessage, type MessageFields } from "./base-message.ts";
import type { MessageContent } from "./content-block.ts";
import { messageMarker } from "./message-marker.ts";

/** What tells a model how to behave. */
export class SystemMessage extends BaseMessage {
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
