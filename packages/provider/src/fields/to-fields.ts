import { InvalidArgumentError } from "@rivulet/core";

/**
 * What a component was made with: its fields, or the name of its model and the other fields. They are not checked but for being an
 * object.
 *
 * @param owner - the class of the component, as the error names it
 * @throws {@link InvalidArgumentError} when `given` is neither a name nor fields.
 */
export function toFields<Fields extends { readonly model?: string | undefined }>(
  owner: string,
  given: Fields | string,
  others: Fields,
): Fields {
  if (typeof given === "string") return { ...others, model: given };
  if (isFields(given)) return given;
  throw InvalidArgumentError.of(`The fields of ${owner} were`, given, "an object");
}

function isFields(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
