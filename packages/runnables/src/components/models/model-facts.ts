import type { Metadata } from "@rivulet/core";

/**
 * What a model may tell of itself and of one call, for the metadata of its run: see {@link toModelMetadata}. A fact that is not known is left out: a
 * temperature that is the provider's default, for one.
 */
export interface ModelFacts {
  /** Who serves the model: `openai`, `anthropic`, or another well-known value of the conventions. */
  readonly provider?: string | undefined;
  /** The model that is asked for. */
  readonly model?: string | undefined;
  readonly temperature?: number | undefined;
  readonly topP?: number | undefined;
  readonly topK?: number | undefined;
  readonly maxTokens?: number | undefined;
  readonly stop?: readonly string[] | undefined;
  readonly seed?: number | undefined;
  readonly frequencyPenalty?: number | undefined;
  readonly presencePenalty?: number | undefined;
  /** How many answers are asked for. */
  readonly choiceCount?: number | undefined;
  readonly reasoningLevel?: string | undefined;
  /** Whether the answer is asked for as a stream. */
  readonly stream?: boolean | undefined;
  /** Of an embedding model: the length of its vectors. */
  readonly dimensions?: number | undefined;
  /** The host of the provider's API. */
  readonly serverAddress?: string | undefined;
  readonly serverPort?: number | undefined;
}

// In the order in which they are read in a log.
const factKeys: readonly (readonly [keyof ModelFacts, string])[] = [
  ["provider", "gen_ai.provider.name"],
  ["model", "gen_ai.request.model"],
  ["temperature", "gen_ai.request.temperature"],
  ["topP", "gen_ai.request.top_p"],
  ["topK", "gen_ai.request.top_k"],
  ["maxTokens", "gen_ai.request.max_tokens"],
  ["stop", "gen_ai.request.stop_sequences"],
  ["seed", "gen_ai.request.seed"],
  ["frequencyPenalty", "gen_ai.request.frequency_penalty"],
  ["presencePenalty", "gen_ai.request.presence_penalty"],
  ["choiceCount", "gen_ai.request.choice.count"],
  ["reasoningLevel", "gen_ai.request.reasoning.level"],
  ["stream", "gen_ai.request.stream"],
  ["dimensions", "gen_ai.embeddings.dimension.count"],
  ["serverAddress", "server.address"],
  ["serverPort", "server.port"],
];

/** Facts of a model under the names of the GenAI conventions, as the metadata of a run has them; what is not known is left out. */
export function toModelMetadata(facts: ModelFacts): Metadata {
  const told: Record<string, unknown> = {};
  for (const [fact, key] of factKeys) {
    const value = facts[fact];
    if (value !== undefined) told[key] = value;
  }
  return told;
}
