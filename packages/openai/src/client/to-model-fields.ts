import { checkFields, toFields, type FieldRules } from "@rivulet/provider";
import type { ClientOptions } from "openai";

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
 * @throws an `InvalidArgumentError` when a field is of the wrong kind.
 */
export function toModelFields<Fields extends KnownFields>(
  owner: string,
  given: Fields | string,
  others: Fields,
): Fields {
  const fields = toFields(owner, given, others);
  const { modelName, openAIApiKey, stopSequences, maxCompletionTokens } = fields;
  const named = {
    ...fields,
    model: fields.model ?? modelName,
    apiKey: fields.apiKey ?? openAIApiKey,
    stop: fields.stop ?? stopSequences,
    maxTokens: fields.maxTokens ?? maxCompletionTokens,
  };
  checkFields(owner, named, rules);
  return named;
}

const rules: FieldRules = {
  numbers: ["temperature", "topP", "frequencyPenalty", "presencePenalty", "seed", "topLogprobs"],
  positiveIntegers: ["n", "bestOf", "dimensions"],
  others: [
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
  ],
};
