import { InvalidArgumentError } from "@rivulet/core";

import { isBaseMessage } from "../messages/is-message.ts";
import { FieldReader, isListOf, isString } from "../util/field-reader.ts";
import { ChatPromptValue } from "./chat-prompt-value.ts";
import { type PromptValue, type PromptValueClassName, promptValueMarker } from "./prompt-value.ts";
import { StringPromptValue } from "./string-prompt-value.ts";

/** A prompt value taken apart: the name of its class and the fields to make it from again. */
export interface EncodedPromptValue {
  readonly type: PromptValueClassName;
  /** The messages of a chat prompt are messages here too: who encodes the fields encodes them in turn. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Takes a prompt value apart, so that {@link promptValueFromFields} can make an equal one; values are not copied. */
export function promptValueToFields(value: PromptValue): EncodedPromptValue {
  return { type: value[promptValueMarker], fields: value.toFields() };
}

/**
 * Makes a prompt value from the name of its class and its fields; unknown fields are ignored.
 *
 * @throws {@link InvalidArgumentError} when there is no such class, or a field is missing or has the wrong shape
 */
export function promptValueFromFields(
  type: string,
  fields: Readonly<Record<string, unknown>>,
): PromptValue {
  const reader = new FieldReader(`a ${type}`, fields);
  if (type === "StringPromptValue")
    return new StringPromptValue(reader.required("value", isString));
  if (type === "ChatPromptValue") {
    return new ChatPromptValue(reader.required("messages", isListOf(isBaseMessage)));
  }
  throw new InvalidArgumentError(
    `There is no prompt value class "${type}": use StringPromptValue or ChatPromptValue.`,
  );
}
