import type { MessageContent } from "../../messages/content-block.ts";
import { BaseMessagePromptTemplate } from "./base-message-prompt-template.ts";

/** A template of what a model is told of how to behave. In a chat prompt, `["system", template]` says the same. */
export class SystemMessagePromptTemplate extends BaseMessagePromptTemplate {
  /** @throws {@link InvalidArgumentError} when the template is wrong. */
  constructor(template: MessageContent) {
    super("system", template);
  }

  /** A template of a text, or of blocks. */
  static fromTemplate(template: MessageContent): SystemMessagePromptTemplate {
    return new SystemMessagePromptTemplate(template);
  }
}
