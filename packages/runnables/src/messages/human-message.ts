import { BaseMessage, type MessageFields } from "./base-message.ts";
import type { MessageContent } from "./content-block.ts";
import { messageMarker } from "./message-marker.ts";

/** What a user says to a model. */
export class HumanMessage extends BaseMessage {
  /** Whether a value is such a message, also one that another copy of the package made. */
  declare static readonly isInstance: (value: unknown) => value is HumanMessage;

  /** @throws {@link InvalidArgumentError} when there is no content */
  constructor(input: MessageContent | MessageFields) {
    super(input);
  }

  get [messageMarker](): "HumanMessage" {
    return "HumanMessage";
  }

  override getType(): "human" {
    return "human";
  }
}
