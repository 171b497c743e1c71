import type { UsageMetadata } from "@rivulet/runnables";
import type { CompletionUsage } from "openai/resources/completions";
import type { ResponseUsage } from "openai/resources/responses/responses";

/** What a call of Chat Completions or text completion used. */
export function fromCompletionUsage(usage: CompletionUsage): UsageMetadata {
  const input = usage.prompt_tokens_details;
  const output = usage.completion_tokens_details;
  return withDetails(
    toTotals(usage.prompt_tokens, usage.completion_tokens, usage.total_tokens),
    {
      cache_read: input?.cached_tokens,
      cache_creation: input?.cache_write_tokens,
      audio: input?.audio_tokens,
    },
    {
      reasoning: output?.reasoning_tokens,
      audio: output?.audio_tokens,
      accepted_prediction: output?.accepted_prediction_tokens,
      rejected_prediction: output?.rejected_prediction_tokens,
    },
  );
}

/** What a call of the Responses API used. */
export function fromResponseUsage(usage: ResponseUsage): UsageMetadata {
  // Servers that only speak the format leave out what the types promise.
  const input: Partial<ResponseUsage.InputTokensDetails> | undefined = usage.input_tokens_details;
  const output: Partial<ResponseUsage.OutputTokensDetails> | undefined =
    usage.output_tokens_details;
  return withDetails(
    toTotals(usage.input_tokens, usage.output_tokens, usage.total_tokens),
    { cache_read: input?.cached_tokens, cache_creation: input?.cache_write_tokens },
    { reasoning: output?.reasoning_tokens },
  );
}

type Count = number | null | undefined;

// Not every server that speaks the format counts all of it.
function toTotals(input: Count, output: Count, total: Count): UsageMetadata {
  const [inputTokens, outputTokens] = [input ?? 0, output ?? 0];
  return {
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    total_tokens: total ?? inputTokens + outputTokens,
  };
}

type Details = Readonly<Record<string, number | null | undefined>>;

function withDetails(totals: UsageMetadata, input: Details, output: Details): UsageMetadata {
  const inputDetails = toDetails(input);
  const outputDetails = toDetails(output);
  return {
    ...totals,
    ...(inputDetails && { input_token_details: inputDetails }),
    ...(outputDetails && { output_token_details: outputDetails }),
  };
}

function toDetails(details: Details): Record<string, number> | undefined {
  const told = Object.entries(details).filter(
    (entry): entry is [string, number] => typeof entry[1] === "number",
  );
  return told.length === 0 ? undefined : Object.fromEntries(told);
}
