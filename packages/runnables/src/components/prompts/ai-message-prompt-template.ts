import type { MessageContent } from "../../messages/content-block.ts";
import { BaseMessagePromptTemplate } from "./base-message-prompt-template.ts";

/** A template of what a model said. In a chat prompt, `["ai", template]` says the same. */
export class AIMessagePromptTemplate extends BaseMessagePromptTemplate {
  /** @throws {@link InvalidArgumentError} when the template is wrong. */
  constructor(template: MessageContent) {
    super("ai", template);
  }

  /** A template of a text, or of blocks. */
  static fromTemplate(template: MessageContent): AIMessagePromptTemplate {
    return new AIMessagePromptTemplate(template);
  }
}
