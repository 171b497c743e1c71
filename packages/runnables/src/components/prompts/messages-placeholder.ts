import { InvalidArgumentError } from "@rivulet/core";
import type { BaseMessage } from "../../messages/base-message.ts";
import { coerceMessages } from "../../messages/coerce-message.ts";
import type { MessageLike } from "../../messages/message-like.ts";
import type { PromptInput } from "./base-prompt-template.ts";

/** The place in a chat prompt where messages that the input has are put, such as the conversation so far. */
export class MessagesPlaceholder {
  readonly variableName: string;
  /** Whether the input may lack them. */
  readonly optional: boolean;

  /** @throws {@link InvalidArgumentError} when there is no name of a variable. */
  constructor(fields: string | { readonly variableName: string; readonly optional?: boolean }) {
    const given:
      | { readonly variableName?: unknown; readonly optional?: boolean }
      | null
      | undefined = typeof fields === "string" ? { variableName: fields } : fields;
    const { variableName, optional = false } = given ?? {};
    if (typeof variableName !== "string" || variableName === "") {
      throw InvalidArgumentError.of("The variable of a placeholder was", variableName, "its name");
    }
    this.variableName = variableName;
    this.optional = optional;
  }

  /**
   * The messages.
   *
   * @throws {@link InvalidArgumentError} when the input lacks them, or they are no list of messages.
   */
  formatMessages(values: PromptInput): readonly BaseMessage[] {
    const messages = values[this.variableName];
    if (messages === undefined && this.optional) return [];
    if (!Array.isArray(messages)) {
      throw InvalidArgumentError.of(
        `The messages "${this.variableName}" of a chat prompt were`,
        messages,
        "a list of messages",
      );
    }
    return coerceMessages(messages as readonly MessageLike[]);
  }
}
