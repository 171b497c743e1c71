import type { ProviderResponse } from "../provider-response.ts";
import { type ProviderUsage, toOpenaiUsage } from "../provider-usage.ts";
import { toOpenaiFrames } from "./openai-stream.ts";

/** One choice of an answer of text completion. */
export interface OpenaiCompletionChoice {
  /** The texts that come in one after the other. */
  readonly chunks?: readonly string[];
  /** The log probability of each of the chunks. */
  readonly logprobs?: readonly number[];
  /** `stop` by default. */
  readonly finishReason?: string;
}

/** What text completion answers: the only choice, or several as `choices`. */
export interface OpenaiCompletionFields extends OpenaiCompletionChoice {
  /** Several choices, streamed in turn. */
  readonly choices?: readonly OpenaiCompletionChoice[];
  /** How often the only choice is given; 1 by default. */
  readonly n?: number;
  readonly usage?: ProviderUsage;
  readonly id?: string;
  readonly model?: string;
  /** Seconds since the epoch. */
  readonly created?: number;
}

type Json = Readonly<Record<string, unknown>>;

/** An answer of `POST /v1/completions`. Its usage is streamed where `stream_options.include_usage` asks for it. */
export function openaiCompletion(fields: OpenaiCompletionFields): ProviderResponse {
  const choices = fields.choices ?? Array.from({ length: fields.n ?? 1 }, () => fields);
  const chunkCount = choices.reduce((sum, { chunks = [] }) => sum + chunks.length, 0);
  const usage = toOpenaiUsage(fields.usage ?? {}, chunkCount);
  const head = {
    id: fields.id ?? "cmpl-uqkvlQyYK7bGYrRHQ0eXlWi7",
    object: "text_completion",
    created: fields.created ?? 1_741_569_952,
    model: fields.model ?? "gpt-3.5-turbo-instruct",
    system_fingerprint: "fp_44709d6fcb",
  };
  return {
    endpoint: "completions",
    toFrames: (request) =>
      toOpenaiFrames({ head, choices: choices.map(toCompletionChunks), usage }, request),
    toBody: () => JSON.stringify({ ...head, choices: choices.map(toWholeCompletion), usage }),
  };
}

function toCompletionChunks(choice: OpenaiCompletionChoice, index: number): readonly Json[] {
  const { chunks = [], logprobs, finishReason = "stop" } = choice;
  const starts = toStarts(chunks);
  return [
    ...chunks.map((text, at) => ({
      text,
      index,
      logprobs: toTextLogprobs([text], logprobs?.slice(at), starts[at]),
      finish_reason: null,
    })),
    { text: "", index, logprobs: null, finish_reason: finishReason },
  ];
}

function toWholeCompletion(choice: OpenaiCompletionChoice, index: number): Json {
  const { chunks = [], logprobs, finishReason = "stop" } = choice;
  return {
    text: chunks.join(""),
    index,
    logprobs: toTextLogprobs(chunks, logprobs),
    finish_reason: finishReason,
  };
}

function toTextLogprobs(
  tokens: readonly string[],
  logprobs: readonly number[] | undefined,
  start = 0,
): Json | null {
  if (logprobs === undefined) return null;
  return {
    tokens,
    token_logprobs: tokens.map((_, at) => logprobs[at] ?? 0),
    top_logprobs: null,
    text_offset: toStarts(tokens).map((offset) => offset + start),
  };
}

/** Where each text begins when they stand one after the other. */
function toStarts(texts: readonly string[]): readonly number[] {
  return texts.map((_, at) => texts.slice(0, at).join("").length);
}
