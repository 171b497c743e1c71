import type { UsageMetadata } from "@rivulet/runnables";

/** Tokens as the API tells them: totals so far, input tokens without those of the cache. */
export interface AnthropicUsage {
  readonly input_tokens?: number | null | undefined;
  readonly cache_read_input_tokens?: number | null | undefined;
  readonly cache_creation_input_tokens?: number | null | undefined;
  readonly output_tokens?: number | null | undefined;
  readonly output_tokens_details?: { readonly thinking_tokens?: number | null } | null | undefined;
}

interface Totals {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheCreation: number;
  readonly output: number;
  readonly reasoning: number | undefined;
}

const nothing: Totals = {
  input: 0,
  cacheRead: 0,
  cacheCreation: 0,
  output: 0,
  reasoning: undefined,
};

/**
 * Makes usages that add up of totals that are told again: the API tells what was used so far at the start of a stream and at its
 * end, while the usage of a message is the sum of its chunks'.
 */
export class UsageCounter {
  #seen = nothing;
  #told: Totals | undefined;

  /** Takes totals in; one that is not told again stays as it was. */
  see(usage: AnthropicUsage | null | undefined): void {
    if (usage == null) return;
    const before = this.#seen;
    this.#seen = {
      input: usage.input_tokens ?? before.input,
      cacheRead: usage.cache_read_input_tokens ?? before.cacheRead,
      cacheCreation: usage.cache_creation_input_tokens ?? before.cacheCreation,
      output: usage.output_tokens ?? before.output,
      reasoning: usage.output_tokens_details?.thinking_tokens ?? before.reasoning,
    };
  }

  /** What was used beyond what was told before; `undefined` where nothing was seen since. */
  tell(): UsageMetadata | undefined {
    const seen = this.#seen;
    if (seen === (this.#told ?? nothing)) return undefined;
    const isFirst = this.#told === undefined;
    const told = this.#told ?? nothing;
    this.#told = seen;
    const cacheRead = seen.cacheRead - told.cacheRead;
    const cacheCreation = seen.cacheCreation - told.cacheCreation;
    const input = seen.input - told.input + cacheRead + cacheCreation;
    const output = seen.output - told.output;
    const reasoning = (seen.reasoning ?? 0) - (told.reasoning ?? 0);
    return {
      input_tokens: input,
      output_tokens: output,
      total_tokens: input + output,
      ...((isFirst || cacheRead !== 0 || cacheCreation !== 0) && {
        input_token_details: { cache_read: cacheRead, cache_creation: cacheCreation },
      }),
      ...(seen.reasoning !== told.reasoning && { output_token_details: { reasoning } }),
    };
  }
}
