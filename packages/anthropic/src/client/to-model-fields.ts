import { describeValue, InvalidArgumentError } from "@rivulet/core";
import type { ChatAnthropicFields } from "../chat-anthropic-fields.ts";

/**
 * What a model was made with, under one name each: its fields, or its name and the other fields.
 *
 * @throws {@link InvalidArgumentError} when a field is of the wrong kind.
 */
export function toModelFields(
  given: ChatAnthropicFields | string,
  others: ChatAnthropicFields,
): ChatAnthropicFields {
  const fields: unknown = typeof given === "string" ? { ...others, model: given } : given;
  if (!isFields(fields)) {
    refuseField(`The fields of ChatAnthropic were ${describeValue(fields)}`, "an object");
  }
  const named = {
    ...fields,
    model: fields.model ?? fields.modelName,
    apiKey: fields.apiKey ?? fields.anthropicApiKey,
    topP: fields.topP ?? undefined,
  };
  checkFields(named);
  return named;
}

interface Rule {
  readonly names: readonly string[];
  readonly expected: string;
  readonly fits: (value: unknown) => boolean;
}

const rules: readonly Rule[] = [
  {
    names: ["model"],
    expected: "its name",
    fits: (value) => typeof value === "string" && value !== "",
  },
  { names: ["temperature", "topP", "topK"], expected: "a number", fits: Number.isFinite },
  {
    names: ["maxTokens"],
    expected: "a positive integer",
    fits: (value) => Number.isInteger(value) && Number(value) > 0,
  },
  {
    names: ["maxRetries"],
    expected: "how often to try again, 0 or more",
    fits: (value) => Number.isInteger(value) && Number(value) >= 0,
  },
];

function checkFields(fields: ChatAnthropicFields): void {
  const values = fields as Readonly<Record<string, unknown>>;
  for (const { names, expected, fits } of rules) {
    for (const name of names) {
      const value = values[name];
      if (value == null || fits(value)) continue;
      refuseField(`${name} of ChatAnthropic was ${describeValue(value)}`, expected);
    }
  }
  const { apiKey } = values;
  // Never its value.
  if (apiKey == null || typeof apiKey === "string" || typeof apiKey === "function") return;
  refuseField("apiKey of ChatAnthropic was neither a text nor a function", "one of them");
}

function isFields(value: unknown): value is ChatAnthropicFields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function refuseField(wrong: string, expected: string): never {
  throw new InvalidArgumentError(`${wrong}; give ${expected}.`);
}
