/** What an answer tells of itself at its start, or at its end. */
export interface AnswerFacts {
  readonly id?: string | undefined;
  readonly model?: string | undefined;
  readonly stop_reason?: string | null | undefined;
  readonly stop_sequence?: string | null | undefined;
  readonly stop_details?: unknown;
  readonly container?: unknown;
}

/** By which id the provider knows the request of an answer: what its support asks for. */
export function toRequestMetadata(
  requestId: string | undefined,
): Readonly<Record<string, unknown>> {
  return requestId === undefined ? {} : { request_id: requestId };
}

/** The same as `response_metadata`: what is `null` is left out, but for the sequence at a stop. */
export function toResponseMetadata(facts: AnswerFacts): Readonly<Record<string, unknown>> {
  const { id, model, stop_reason: reason, stop_sequence: sequence } = facts;
  return {
    ...(id != null && { id }),
    ...(model != null && { model, model_provider: "anthropic" }),
    ...(reason != null && { stop_reason: reason, stop_sequence: sequence ?? null }),
    ...(facts.stop_details != null && { stop_details: facts.stop_details }),
    ...(facts.container != null && { container: facts.container }),
  };
}
