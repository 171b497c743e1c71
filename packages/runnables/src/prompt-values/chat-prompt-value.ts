import type { BaseMessage } from "../messages/base-message.ts";
import { getBufferString } from "../messages/get-buffer-string.ts";
import { PromptValue } from "./prompt-value.ts";

/** A prompt that is a conversation; a language model takes it as one text, a line a message. */
export class ChatPromptValue extends PromptValue {
  /** In the order of the conversation; nobody changes the list. */
  readonly messages: readonly BaseMessage[];

  constructor(input: readonly BaseMessage[] | { readonly messages: readonly BaseMessage[] }) {
    super();
    this.messages = "messages" in input ? input.messages : input;
  }

  override getClassName(): "ChatPromptValue" {
    return "ChatPromptValue";
  }

  override toString(): string {
    return getBufferString(this.messages);
  }

  override toChatMessages(): readonly BaseMessage[] {
    return this.messages;
  }

  override toFields(): { readonly messages: readonly BaseMessage[] } {
    return { messages: this.messages };
  }
}
