import type { BaseMessage } from "../../messages/base-message.ts";
import { coerceMessage } from "../../messages/coerce-message.ts";
import type { MessageContent } from "../../messages/content-block.ts";
import type { MessageRoleLike } from "../../messages/message-like.ts";
import type { TemplateFormat } from "../../templates/parse-template.ts";
import type { PromptInput } from "./base-prompt-template.ts";
import { parseContent, type ContentTemplate } from "./parse-content.ts";

/** One message with variables, as a part of a chat prompt: in its text, or in any text of its blocks. */
export abstract class BaseMessagePromptTemplate {
  /** The variables that the values must have. */
  readonly inputVariables: readonly string[];
  readonly #role: MessageRoleLike;
  readonly #content: ContentTemplate;

  /** @throws {@link InvalidArgumentError} when the template or the role is wrong. */
  constructor(role: MessageRoleLike, content: MessageContent, format?: TemplateFormat) {
    // Made once now, so that a wrong role is refused here and not when the prompt is used.
    coerceMessage([role, ""]);
    this.#role = role;
    this.#content = parseContent(content, format);
    this.inputVariables = this.#content.variables;
  }

  /**
   * The message with the values in it.
   *
   * @throws {@link InvalidArgumentError} that names the variable which is missing.
   */
  format(values: PromptInput): BaseMessage {
    return coerceMessage([this.#role, this.#content.format(values)]);
  }

  /** The same as a list, as `MessagesPlaceholder` has it. */
  formatMessages(values: PromptInput): BaseMessage[] {
    return [this.format(values)];
  }
}
