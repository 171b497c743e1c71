import { InvalidInputError } from "../../errors/invalid-input-error.ts";
import type { BaseMessage } from "../../messages/base-message.ts";
import { isBaseMessage } from "../../messages/is-message.ts";

/** What a parser takes: a model's message, or text; in a stream, chunks of them. */
export type ParserInput = BaseMessage | string;

/**
 * The text of a parser's input.
 *
 * @throws {@link InvalidInputError} when it has none.
 */
export function textOf(input: ParserInput, parserName: string): string {
  if (typeof input === "string") return input;
  if (isBaseMessage(input)) return input.text;
  throw InvalidInputError.of(`${parserName} was given`, input, "a message or a string");
}
