import { checkFields, toFields, type FieldRules } from "@rivulet/provider";
import type { ChatAnthropicFields } from "../chat-anthropic-fields.ts";

/**
 * What a model was made with, under one name each: its fields, or its name and the other fields.
 *
 * @throws an `InvalidArgumentError` when a field is of the wrong kind.
 */
export function toModelFields(
  given: ChatAnthropicFields | string,
  others: ChatAnthropicFields,
): ChatAnthropicFields {
  const fields = toFields("ChatAnthropic", given, others);
  const named = {
    ...fields,
    model: fields.model ?? fields.modelName,
    apiKey: fields.apiKey ?? fields.anthropicApiKey,
    topP: fields.topP ?? undefined,
  };
  checkFields("ChatAnthropic", named, rules);
  return named;
}

const rules: FieldRules = {
  numbers: ["temperature", "topP", "topK"],
  positiveIntegers: ["maxTokens"],
};
