import { presentFields } from "../util/present-fields.ts";

/** Tokens by kind: `cache_read`, `cache_creation`, `reasoning`, `audio`, … Kinds need not add up to the total. */
export interface TokenDetails {
  readonly [kind: string]: number | undefined;
}

/** Input tokens by kind. */
export interface InputTokenDetails extends TokenDetails {
  /** Read from the provider's prompt cache. */
  readonly cache_read?: number | undefined;
  /** Written to the provider's prompt cache. */
  readonly cache_creation?: number | undefined;
  readonly audio?: number | undefined;
}

/** Output tokens by kind. */
export interface OutputTokenDetails extends TokenDetails {
  /** Spent on reasoning that is not part of the answer. */
  readonly reasoning?: number | undefined;
  readonly audio?: number | undefined;
}

/** What a model call used, in tokens. A chunk carries what it adds: a message's usage is the sum of its chunks'. */
export interface UsageMetadata {
  /** All input tokens, those from and to a cache included. */
  readonly input_tokens: number;
  /** All output tokens, those of reasoning included. */
  readonly output_tokens: number;
  readonly total_tokens: number;
  readonly input_token_details?: InputTokenDetails | undefined;
  readonly output_token_details?: OutputTokenDetails | undefined;
}

/** Adds two usages, field by field and detail by detail; an absent one counts as nothing. */
export function mergeUsageMetadata(left: UsageMetadata, right: UsageMetadata): UsageMetadata;
export function mergeUsageMetadata(
  left: UsageMetadata | undefined,
  right: UsageMetadata | undefined,
): UsageMetadata | undefined;
export function mergeUsageMetadata(
  left: UsageMetadata | undefined,
  right: UsageMetadata | undefined,
): UsageMetadata | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  const input = addDetails(left.input_token_details, right.input_token_details);
  const output = addDetails(left.output_token_details, right.output_token_details);
  return {
    input_tokens: left.input_tokens + right.input_tokens,
    output_tokens: left.output_tokens + right.output_tokens,
    total_tokens: left.total_tokens + right.total_tokens,
    ...presentFields({ input_token_details: input, output_token_details: output }),
  };
}

function addDetails(
  left: TokenDetails | undefined,
  right: TokenDetails | undefined,
): TokenDetails | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  const sum: Record<string, number | undefined> = { ...left };
  for (const [kind, count] of Object.entries(right)) {
    if (count !== undefined) sum[kind] = (sum[kind] ?? 0) + count;
  }
  return sum;
}
