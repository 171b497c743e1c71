import { InvalidArgumentError, isPlainObject } from "@rivulet/core";
import { checkList } from "../../execution/check-list.ts";
import type { BaseMessage } from "../../messages/base-message.ts";
import type { MessageContent } from "../../messages/content-block.ts";
import { isBaseMessage } from "../../messages/is-message.ts";
import type { MessageRoleLike } from "../../messages/message-like.ts";
import { ChatPromptValue } from "../../prompt-values/chat-prompt-value.ts";
import { BaseMessagePromptTemplate } from "./base-message-prompt-template.ts";
import type { TemplateFormat } from "../../templates/parse-template.ts";
import { BasePromptTemplate, type PromptInput } from "./base-prompt-template.ts";
import { checkValues } from "./check-values.ts";
import { withPartialValues } from "./partial-values.ts";
import { MessagesPlaceholder } from "./messages-placeholder.ts";
import type { PromptTemplateOptions } from "./prompt-template.ts";

/**
 * A part of a chat prompt: a role with a template, as a pair or an object, a template of a message, a message as it is, or a
 * place for messages. A template is a text, or blocks.
 */
export type ChatPromptPart =
  | readonly [role: MessageRoleLike, template: MessageContent]
  | { readonly role: MessageRoleLike; readonly content: MessageContent }
  | BaseMessagePromptTemplate
  | BaseMessage
  | MessagesPlaceholder
  | string;

interface PartTemplate {
  readonly required: readonly string[];
  readonly format: (values: PromptInput) => readonly BaseMessage[];
}

/**
 * Messages with variables.
 *
 * @see The document, "Chains".
 *
 * @example
 * const prompt = ChatPromptTemplate.fromTemplate("tell me a joke about {topic}");
 */
export class ChatPromptTemplate extends BasePromptTemplate<ChatPromptValue> {
  readonly inputVariables: readonly string[];
  readonly #parts: readonly ChatPromptPart[];
  readonly #templates: readonly PartTemplate[];
  readonly #partial: PromptInput;

  /** @throws {@link InvalidArgumentError} when a template or role is wrong. */
  constructor(
    fields: PromptTemplateOptions & {
      readonly promptMessages: readonly ChatPromptPart[];
      /** Need not be said: the templates say it. */
      readonly inputVariables?: readonly string[];
      readonly partialVariables?: PromptInput;
    },
  ) {
    super();
    checkList(fields.promptMessages, "What a chat prompt was given", "messages");
    this.#parts = fields.promptMessages;
    this.#templates = fields.promptMessages.map((part) => toTemplate(part, fields.templateFormat));
    this.#partial = fields.partialVariables ?? {};
    const required = this.#templates.flatMap((template) => template.required);
    this.inputVariables = [...new Set(required)].filter(
      (name) => !Object.hasOwn(this.#partial, name),
    );
  }

  /** A prompt of one human message. */
  static fromTemplate(template: string, options: PromptTemplateOptions = {}): ChatPromptTemplate {
    return new ChatPromptTemplate({ ...options, promptMessages: [["human", template]] });
  }

  /** A prompt of several messages: `[["system", "You are {role}."], ["placeholder", "{history}"], ["human", "{question}"]]`. */
  static fromMessages(
    parts: readonly ChatPromptPart[],
    options: PromptTemplateOptions = {},
  ): ChatPromptTemplate {
    return new ChatPromptTemplate({ ...options, promptMessages: parts });
  }

  /** The same with some of the values given; one that is a function is asked each time. */
  partial(values: PromptInput): ChatPromptTemplate {
    return new ChatPromptTemplate({
      promptMessages: this.#parts,
      partialVariables: { ...this.#partial, ...values },
    });
  }

  /**
   * The messages with the values in them.
   *
   * @throws {@link InvalidArgumentError} that names the variable which is missing.
   */
  formatMessages(values: PromptInput): BaseMessage[] {
    const all = withPartialValues(this.#partial, checkValues(values, this.getName()));
    return this.#templates.flatMap((template) => template.format(all));
  }

  override formatPromptValue(values: PromptInput): ChatPromptValue {
    return new ChatPromptValue(this.formatMessages(values));
  }
}

function toTemplate(part: ChatPromptPart, format: TemplateFormat | undefined): PartTemplate {
  if (part instanceof MessagesPlaceholder) return placeholderTemplate(part);
  if (part instanceof BaseMessagePromptTemplate) return messageTemplate(part);
  if (isBaseMessage(part)) return { required: [], format: () => [part] };
  if (typeof part === "string")
    return messageTemplate(new RoleMessagePromptTemplate("human", part, format));
  const [role, template] = toPair(part);
  return role === "placeholder"
    ? placeholderTemplate(new MessagesPlaceholder(placeholderName(template)))
    : messageTemplate(new RoleMessagePromptTemplate(role, template, format));
}

function toPair(part: unknown): readonly [role: MessageRoleLike, template: MessageContent] {
  if (Array.isArray(part)) return part as [MessageRoleLike, MessageContent];
  if (isPlainObject(part) && "role" in part)
    return [part["role"] as MessageRoleLike, part["content"] as MessageContent];
  throw InvalidArgumentError.of(
    "A part of a chat prompt was",
    part,
    "a role with a template, a message or a placeholder",
  );
}

function placeholderName(template: MessageContent): { variableName: string; optional: boolean } {
  const text = typeof template === "string" ? template : "a list";
  const name = /^\{(?<name>[^{}]+)\}$/u.exec(text)?.groups?.["name"];
  if (name !== undefined) return { variableName: name.trim(), optional: true };
  throw new InvalidArgumentError(
    `A placeholder of a chat prompt was "${text}"; give the name of a variable in braces, as "{history}".`,
  );
}

function placeholderTemplate(placeholder: MessagesPlaceholder): PartTemplate {
  return {
    required: placeholder.optional ? [] : [placeholder.variableName],
    format: (values) => placeholder.formatMessages(values),
  };
}

function messageTemplate(template: BaseMessagePromptTemplate): PartTemplate {
  return {
    required: template.inputVariables,
    format: (values) => template.formatMessages(values),
  };
}

class RoleMessagePromptTemplate extends BaseMessagePromptTemplate {}
