/** Tokens as the provider counts them; what is not given is made up of the answer's chunks. */
export interface ProviderUsage {
  /** OpenAI's figure holds the cached ones, Anthropic's does not. */
  readonly inputTokens?: number;
  /** Holds the reasoning ones. */
  readonly outputTokens?: number;
  readonly cacheReadTokens?: number;
  /** Anthropic only. */
  readonly cacheWriteTokens?: number;
  /** Those of the output that went into reasoning (thinking). */
  readonly reasoningTokens?: number;
}

/** OpenAI's usage under the names of Chat Completions. */
export function toOpenaiUsage(usage: ProviderUsage, chunkCount: number): Record<string, unknown> {
  const { inputTokens = 8, outputTokens = chunkCount } = usage;
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: { cached_tokens: usage.cacheReadTokens ?? 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: usage.reasoningTokens ?? 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

/** OpenAI's usage under the names of the Responses API. */
export function toResponsesUsage(
  usage: ProviderUsage,
  chunkCount: number,
): Record<string, unknown> {
  const { inputTokens = 8, outputTokens = chunkCount } = usage;
  return {
    input_tokens: inputTokens,
    input_tokens_details: {
      cached_tokens: usage.cacheReadTokens ?? 0,
      cache_write_tokens: usage.cacheWriteTokens ?? 0,
    },
    output_tokens: outputTokens,
    output_tokens_details: { reasoning_tokens: usage.reasoningTokens ?? 0 },
    total_tokens: inputTokens + outputTokens,
  };
}
