import { CallbackManager, InvalidArgumentError, isPlainObject } from "@rivulet/core";
import { ChildConfig } from "./child-config.ts";
import type { RunnableConfig } from "./runnable-config.ts";

interface Rule {
  readonly accepts: (value: unknown) => boolean;
  readonly expected: string;
}

const text: Rule = {
  accepts: (value) => typeof value === "string" && value !== "",
  expected: "a string that is not empty",
};
const count: Rule = {
  accepts: (value) => Number.isInteger(value) && Number(value) > 0,
  expected: "a whole number of at least 1",
};
const record: Rule = {
  accepts: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  expected: "an object",
};

const rules: { readonly [Field in keyof RunnableConfig]-?: Rule } = {
  callbacks: {
    accepts: (value) => Array.isArray(value) || value instanceof CallbackManager,
    expected: "a list of handlers or a CallbackManager",
  },
  tags: {
    accepts: (value) => Array.isArray(value) && value.every((tag) => typeof tag === "string"),
    expected: "a list of strings",
  },
  metadata: { accepts: isPlainObject, expected: "a plain object" },
  runName: text,
  runId: text,
  signal: { accepts: isAbortSignal, expected: "an AbortSignal" },
  timeout: {
    accepts: (value) => typeof value === "number" && value > 0 && value <= 2 ** 31 - 1,
    expected: "a number of milliseconds above 0 (and below 2 ** 31)",
  },
  maxConcurrency: count,
  recursionLimit: count,
  configurable: record,
};

/** Whether this is a field of every config, and not an option of a component. */
export function isConfigField(key: string): key is keyof RunnableConfig {
  return Object.hasOwn(rules, key);
}

/**
 * Refuses a config with a wrong value in one of its own fields. Other fields are options of the component.
 *
 * @throws {@link InvalidArgumentError} that names the field.
 */
export function checkConfig(config: RunnableConfig): void {
  if (config instanceof ChildConfig) return;
  const given: unknown = config;
  if (!record.accepts(given))
    throw InvalidArgumentError.of("A config was", given, 'an object such as { tags: ["a"] }');
  // Over the fields that are there: most configs have one or two, and a loop over all that there could be took 0.25 us. Of a
  // class they may be getters, which no loop finds.
  for (const field in isPlainObject(config) ? config : rules) {
    if (!isConfigField(field)) continue;
    const value = config[field];
    const rule = rules[field];
    if (value !== undefined && !rule.accepts(value))
      throw InvalidArgumentError.of(`${field} was`, value, rule.expected);
  }
}

function isAbortSignal(value: unknown): boolean {
  return (
    typeof value === "object" && value !== null && "aborted" in value && "addEventListener" in value
  );
}
