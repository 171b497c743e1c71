import { InvalidArgumentError } from "@rivulet/core";

/**
 * Writes a value as it stands in a formatted template: strings, numbers, booleans and big integers as themselves,
 * everything else as JSON.
 *
 * @throws {@link InvalidArgumentError} when the value has no JSON form (a function, a cycle)
 */
export function formatTemplateValue(name: string, value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") {
    return String(value);
  }
  const json = toJson(name, value);
  if (json !== undefined) return json;
  throw new InvalidArgumentError(
    `The value of the template's variable "${name}" is a ${typeof value}: give a string or plain data.`,
  );
}

function toJson(name: string, value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    throw new InvalidArgumentError(
      `The value of the template's variable "${name}" cannot be written as JSON: give a string or plain data.`,
      { cause: error },
    );
  }
}
