import { InvalidInputError } from "../../errors/invalid-input-error.ts";
import type { PromptInput } from "./base-prompt-template.ts";

/**
 * The values for a template.
 *
 * @throws {@link InvalidInputError} when they are no object.
 */
export function checkValues(values: unknown, name: string): PromptInput {
  if (typeof values === "object" && values !== null && !Array.isArray(values))
    return values as PromptInput;
  throw InvalidInputError.of(
    `${name} was given`,
    values,
    "an object with a value for each variable",
  );
}
