import type { BaseMessage } from "../messages/base-message.ts";
import { HumanMessage } from "../messages/human-message.ts";
import { PromptValue } from "./prompt-value.ts";

/** A prompt that is a text; a chat model takes it as a user's message. */
export class StringPromptValue extends PromptValue {
  readonly value: string;

  constructor(value: string) {
    super();
    this.value = value;
  }

  override getClassName(): "StringPromptValue" {
    return "StringPromptValue";
  }

  override toString(): string {
    return this.value;
  }

  override toChatMessages(): readonly BaseMessage[] {
    return [new HumanMessage(this.value)];
  }

  override toFields(): { readonly value: string } {
    return { value: this.value };
  }
}
