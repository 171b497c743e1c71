/** How many tokens were used. */
export interface Usage {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly total_tokens: number;
}

/** Nothing used. */
export const noUsage: Usage = Object.freeze({ input_tokens: 0, output_tokens: 0, total_tokens: 0 });

/** What a chunk or an output says of usage, in its `usage_metadata`; `undefined` where it says nothing. */
export function usageOf(value: unknown): Usage | undefined {
  if (typeof value !== "object" || value === null || !("usage_metadata" in value)) return undefined;
  const usage = value.usage_metadata;
  if (typeof usage !== "object" || usage === null) return undefined;
  const input_tokens = tokensIn(usage, "input_tokens");
  const output_tokens = tokensIn(usage, "output_tokens");
  const total = tokensIn(usage, "total_tokens");
  return {
    input_tokens,
    output_tokens,
    total_tokens: total === 0 ? input_tokens + output_tokens : total,
  };
}

/** One usage and another. */
export function addUsage(one: Usage, other: Usage): Usage {
  return combine(one, other, 1);
}

/** What one usage is above another. */
export function subtractUsage(one: Usage, other: Usage): Usage {
  return combine(one, other, -1);
}

/** The larger of both, number by number. */
export function maxUsage(one: Usage, other: Usage): Usage {
  return {
    input_tokens: Math.max(one.input_tokens, other.input_tokens),
    output_tokens: Math.max(one.output_tokens, other.output_tokens),
    total_tokens: Math.max(one.total_tokens, other.total_tokens),
  };
}

function combine(one: Usage, other: Usage, sign: 1 | -1): Usage {
  return {
    input_tokens: one.input_tokens + sign * other.input_tokens,
    output_tokens: one.output_tokens + sign * other.output_tokens,
    total_tokens: one.total_tokens + sign * other.total_tokens,
  };
}

function tokensIn(usage: object, key: keyof Usage): number {
  const tokens: unknown = Reflect.get(usage, key);
  return typeof tokens === "number" ? tokens : 0;
}
