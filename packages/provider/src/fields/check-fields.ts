import { InvalidArgumentError } from "@rivulet/core";

/** What some fields of a component must be, where they are given. */
export interface FieldRule {
  readonly names: readonly string[];
  /** What to give, as the error says it: `a number of milliseconds`. */
  readonly expected: string;
  readonly fits: (value: unknown) => boolean;
}

/** What the fields of a component must be, beside `model`, `maxRetries` and `apiKey`, which are the same with every provider. */
export interface FieldRules {
  /** Names of fields that are finite numbers. */
  readonly numbers: readonly string[];
  /** Names of fields that are positive integers. */
  readonly positiveIntegers: readonly string[];
  /** Rules of one provider. */
  readonly others?: readonly FieldRule[];
}

const model: FieldRule = {
  names: ["model"],
  expected: "its name",
  fits: (value) => typeof value === "string" && value !== "",
};

const maxRetries: FieldRule = {
  names: ["maxRetries"],
  expected: "how often to try again, 0 or more",
  fits: (value) => Number.isInteger(value) && Number(value) >= 0,
};

/**
 * Refuses fields of the wrong kind when a component is made, and not when it is first called. A field that is missing, `undefined` or
 * `null` is right. An `apiKey` is a text or a function; its value is in no error.
 *
 * @param owner - the class of the component, as the error names it
 * @throws {@link InvalidArgumentError} for the first field that is wrong.
 */
export function checkFields(owner: string, fields: object, rules: FieldRules): void {
  const values = fields as Readonly<Record<string, unknown>>;
  for (const { names, expected, fits } of listRules(rules)) {
    for (const name of names) {
      const value = values[name];
      if (value == null || fits(value)) continue;
      throw InvalidArgumentError.of(`${name} of ${owner} was`, value, expected);
    }
  }
  const { apiKey } = values;
  if (apiKey == null || typeof apiKey === "string" || typeof apiKey === "function") return;
  throw new InvalidArgumentError(
    `apiKey of ${owner} was neither a text nor a function; give one of them.`,
  );
}

function listRules({ numbers, positiveIntegers, others = [] }: FieldRules): readonly FieldRule[] {
  return [
    model,
    { names: numbers, expected: "a number", fits: Number.isFinite },
    { names: positiveIntegers, expected: "a positive integer", fits: isPositiveInteger },
    ...others,
    maxRetries,
  ];
}

function isPositiveInteger(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) > 0;
}
