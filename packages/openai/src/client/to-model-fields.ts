import { describeValue, InvalidArgumentError } from "@rivulet/core";
import type { ClientOptions } from "openai";
import { isObject } from "../util/is-object.ts";

/** Other names of fields, which LangChain.js has as well. */
export interface FieldAliases {
  /** The same as `model`. */
  readonly modelName?: string | undefined;
  /** The same as `apiKey`. */
  readonly openAIApiKey?: ClientOptions["apiKey"];
  /** The same as `stop`. */
  readonly stopSequences?: readonly string[] | undefined;
  /** The same as `maxTokens`. */
  readonly maxCompletionTokens?: number | undefined;
}

interface KnownFields extends FieldAliases {
  readonly model?: string | undefined;
  readonly apiKey?: ClientOptions["apiKey"];
  readonly stop?: readonly string[] | undefined;
  readonly maxTokens?: number | undefined;
}

/**
 * What a component was made with, under one name each: its fields, or the name of its model and the other fields.
 *
 * @throws {@link InvalidArgumentError} when a field is of the wrong kind.
 */
export function toModelFields<Fields extends KnownFields>(
  owner: string,
  given: Fields | string,
  others: Fields,
): Fields {
  const fields = typeof given === "string" ? { ...others, model: given } : given;
  if (!isObject(fields))
    refuseField(`The fields of ${owner} were ${describeValue(fields)}`, "an object");
  const { modelName, openAIApiKey, stopSequences, maxCompletionTokens } = fields;
  const named = {
    ...fields,
    model: fields.model ?? modelName,
    apiKey: fields.apiKey ?? openAIApiKey,
    stop: fields.stop ?? stopSequences,
    maxTokens: fields.maxTokens ?? maxCompletionTokens,
  };
  checkModelFields(owner, named);
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
  {
    names: ["temperature", "topP", "frequencyPenalty", "presencePenalty", "seed", "topLogprobs"],
    expected: "a number",
    fits: Number.isFinite,
  },
  {
    names: ["n", "bestOf", "dimensions"],
    expected: "a positive integer",
    fits: (value) => Number.isInteger(value) && Number(value) > 0,
  },
  {
    names: ["maxTokens"],
    expected: "a positive integer, or -1 for no limit",
    fits: (value) => Number.isInteger(value) && (Number(value) > 0 || value === -1),
  },
  {
    names: ["timeout"],
    expected: "a number of milliseconds",
    fits: (value) => Number.isFinite(value) && Number(value) >= 0,
  },
  {
    names: ["maxRetries"],
    expected: "how often to try again, 0 or more",
    fits: (value) => Number.isInteger(value) && Number(value) >= 0,
  },
];

function checkModelFields(owner: string, fields: object): void {
  const values = fields as Readonly<Record<string, unknown>>;
  for (const { names, expected, fits } of rules) {
    for (const name of names) {
      const value = values[name];
      if (value == null || fits(value)) continue;
      refuseField(`${name} of ${owner} was ${describeValue(value)}`, expected);
    }
  }
  const { apiKey } = values;
  // Never its value.
  if (apiKey == null || typeof apiKey === "string" || typeof apiKey === "function") return;
  refuseField(`apiKey of ${owner} was neither a text nor a function`, "one of them");
}

function refuseField(wrong: string, expected: string): never {
  throw new InvalidArgumentError(`${wrong}; give ${expected}.`);
}
