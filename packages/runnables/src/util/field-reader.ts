import { InvalidArgumentError } from "@rivulet/core";

/**
 * Reads the fields of a value that came from outside (a wire, a store, untyped code) with their types checked.
 *
 * A field that is `undefined` or `null` counts as absent. Keeps the fields it was given and never changes them.
 */
export class FieldReader {
  readonly #owner: string;
  readonly #fields: Readonly<Record<string, unknown>>;

  /** @param owner - what the fields belong to, for the message of a refusal, e.g. `ToolMessage` */
  constructor(owner: string, fields: Readonly<Record<string, unknown>>) {
    this.#owner = owner;
    this.#fields = fields;
  }

  /** The field as it is, unchecked. */
  value(key: string): unknown {
    return this.#fields[key];
  }

  /**
   * The field, when the guard accepts it, or `undefined` when it is absent.
   *
   * @throws {@link InvalidArgumentError} when the field is there and the guard refuses it
   */
  optional<Value>(key: string, guard: (value: unknown) => value is Value): Value | undefined {
    const value = this.#fields[key];
    if (value === undefined || value === null) return undefined;
    if (guard(value)) return value;
    return this.#refuse(key, value);
  }

  /**
   * The field, when the guard accepts it.
   *
   * @throws {@link InvalidArgumentError} when the field is absent or the guard refuses it
   */
  required<Value>(key: string, guard: (value: unknown) => value is Value): Value {
    const value = this.optional(key, guard);
    return value ?? this.#refuse(key, undefined);
  }

  #refuse(key: string, value: unknown): never {
    throw InvalidArgumentError.of(
      `The field "${key}" of ${this.#owner} was`,
      value,
      "one of the right shape",
    );
  }
}

/** Whether a value is a string: a guard for {@link FieldReader}. */
export function isString(value: unknown): value is string {
  return typeof value === "string";
}

/** Whether a value is a list whose every item the guard accepts: a guard for {@link FieldReader}. */
export function isListOf<Item>(
  guard: (item: unknown) => item is Item,
): (value: unknown) => value is readonly Item[] {
  return (value): value is readonly Item[] => Array.isArray(value) && value.every(guard);
}
