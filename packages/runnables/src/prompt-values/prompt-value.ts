import type { BaseMessage } from "../messages/base-message.ts";
import { inspectForm, type InspectFunction, inspectKey } from "../util/inspect-form.ts";

/**
 * The key that every prompt value carries on its prototype, shared by all copies of the package; its value is the name
 * of the class.
 */
export const promptValueMarker: unique symbol = Symbol.for("rivulet.prompt-value");

/** The prompt value classes by name. */
export type PromptValueClassName = "StringPromptValue" | "ChatPromptValue";

/** What a prompt template makes: something that a language model can take as a text and a chat model as messages. */
export abstract class PromptValue {
  // Here alone: bundlers keep a class with a computed name, used or not.
  get [promptValueMarker](): PromptValueClassName {
    return this.getClassName();
  }

  /** The name of the class, also where a bundler has shortened it. */
  abstract getClassName(): PromptValueClassName;

  /** The prompt as a text, for a language model. */
  abstract toString(): string;

  /** The prompt as messages, for a chat model. */
  abstract toChatMessages(): readonly BaseMessage[];

  /** The fields that a value of the same class can be made from again. */
  abstract toFields(): Readonly<Record<string, unknown>>;

  /** The form that `JSON.stringify` writes. */
  toJSON(): Readonly<Record<string, unknown>> {
    return { type: this.getClassName(), ...this.toFields() };
  }

  /** The form that `console.log` prints in Node. */
  [inspectKey](depth: number, options?: object, inspect?: InspectFunction): string {
    return inspectForm(this.constructor.name, this.toFields(), { depth, options, inspect });
  }
}

/** Whether a value is a prompt value, also one made by another copy of the package. */
export function isPromptValue(value: unknown): value is PromptValue {
  return typeof value === "object" && value !== null && promptValueMarker in value;
}
