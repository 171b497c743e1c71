import type { MessageContent } from "../../messages/content-block.ts";
import { BaseMessagePromptTemplate } from "./base-message-prompt-template.ts";

/** A template of what a user says. In a chat prompt, `["human", template]` says the same. */
export class HumanMessagePromptTemplate extends BaseMessagePromptTemplate {
  /** @throws {@link InvalidArgumentError} when the template is wrong. */
  constructor(template: MessageContent) {
    super("human", template);
  }

  /** A template of a text, or of blocks. */
  static fromTemplate(template: MessageContent): HumanMessagePromptTemplate {
    return new HumanMessagePromptTemplate(template);
  }
}
