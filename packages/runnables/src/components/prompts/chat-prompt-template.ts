import { InvalidArgumentError } from "@rivulet/core";
import { checkList } from "../../execution/check-list.ts";
import type { BaseMessage } from "../../messages/base-message.ts";
import { coerceMessage } from "../../messages/coerce-message.ts";
import { isBaseMessage } from "../../messages/is-message.ts";
import type { MessageRoleLike } from "../../messages/message-like.ts";
import { ChatPromptValue } from "../../prompt-values/chat-prompt-value.ts";
import {
  parseTemplate,
  type Template,
  type TemplateFormat,
} from "../../templates/parse-template.ts";
import { BasePromptTemplate, type PromptInput } from "./base-prompt-template.ts";
import { checkValues } from "./check-values.ts";
import { MessagesPlaceholder } from "./messages-placeholder.ts";
import type { PromptTemplateOptions } from "./prompt-template.ts";

/** A part of a chat prompt: a role with a template, a message as it is, or a place for messages. */
export type ChatPromptPart =
  | readonly [role: MessageRoleLike, template: string]
  | BaseMessage
  | MessagesPlaceholder
  | string;

interface PartTemplate {
  readonly variables: readonly string[];
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

  /** The same with some of the values given. */
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
  formatMessages(values: PromptInput): readonly BaseMessage[] {
    const all = { ...this.#partial, ...checkValues(values, this.getName()) };
    return this.#templates.flatMap((template) => template.format(all));
  }

  override formatPromptValue(values: PromptInput): ChatPromptValue {
    return new ChatPromptValue(this.formatMessages(values));
  }
}

function toTemplate(part: ChatPromptPart, format: TemplateFormat | undefined): PartTemplate {
  if (part instanceof MessagesPlaceholder) return placeholderTemplate(part);
  if (isBaseMessage(part)) return { variables: [], required: [], format: () => [part] };
  if (typeof part === "string") return messageTemplate("human", parseTemplate(part, format));
  if (!Array.isArray(part)) {
    throw InvalidArgumentError.of(
      "A part of a chat prompt was",
      part,
      "a role with a template, a message or a placeholder",
    );
  }
  const [role, template] = part;
  return role === "placeholder"
    ? placeholderTemplate(new MessagesPlaceholder(placeholderName(template)))
    : messageTemplate(role, parseTemplate(template, format));
}

function placeholderName(template: string): { variableName: string; optional: boolean } {
  const name = /^\{(?<name>[^{}]+)\}$/u.exec(template)?.groups?.["name"];
  if (name !== undefined) return { variableName: name.trim(), optional: true };
  throw new InvalidArgumentError(
    `A placeholder of a chat prompt was "${template}"; give the name of a variable in braces, as "{history}".`,
  );
}

function placeholderTemplate(placeholder: MessagesPlaceholder): PartTemplate {
  const { variableName, optional } = placeholder;
  return {
    variables: [variableName],
    required: optional ? [] : [variableName],
    format: (values) => placeholder.formatMessages(values),
  };
}

function messageTemplate(role: MessageRoleLike, template: Template): PartTemplate {
  // Made once now, so that a wrong role is refused here and not when the prompt is used.
  coerceMessage([role, ""]);
  const { variables } = template;
  return {
    variables,
    required: variables,
    format: (values) => [coerceMessage([role, template.format(values)])],
  };
}
