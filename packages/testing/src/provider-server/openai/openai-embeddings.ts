import { textToVector } from "../../util/text-to-vector.ts";
import type { ProviderRequest } from "../provider-request.ts";
import type { ProviderResponse } from "../provider-response.ts";

/** What the embeddings endpoint answers. */
export interface OpenaiEmbeddingsFields {
  /** The vectors of the inputs, in their order. Without them they are made of the words of each input. */
  readonly vectors?: readonly (readonly number[])[];
  /** The length of vectors that are made of words; by default what the request's `dimensions` says, else 32. */
  readonly dimensions?: number;
  /** By default one for each four characters of the input, as the provider's rule of thumb has it. */
  readonly inputTokens?: number;
  readonly model?: string;
}

/**
 * An answer of `POST /v1/embeddings`, never streamed. The vectors come in as numbers, or as base64 of 32-bit floats where the
 * request asks for that (the official client does by itself).
 */
export function openaiEmbeddings(fields: OpenaiEmbeddingsFields = {}): ProviderResponse {
  return { endpoint: "embeddings", toBody: (request) => JSON.stringify(toBody(fields, request)) };
}

function toBody(fields: OpenaiEmbeddingsFields, { body }: ProviderRequest): object {
  const inputs = toInputs(body["input"]);
  const asked = body["dimensions"];
  const dimensions = fields.dimensions ?? (typeof asked === "number" ? asked : 32);
  const vectors = fields.vectors ?? inputs.map((input) => textToVector(input, dimensions));
  const inputTokens = fields.inputTokens ?? Math.ceil(inputs.join("").length / 4);
  return {
    object: "list",
    data: vectors.map((vector, index) => ({
      object: "embedding",
      index,
      embedding: body["encoding_format"] === "base64" ? toBase64(vector) : vector,
    })),
    model: fields.model ?? "text-embedding-3-small",
    usage: { prompt_tokens: inputTokens, total_tokens: inputTokens },
  };
}

// A text, tokens, or a list of either.
function toInputs(input: unknown): readonly string[] {
  if (!Array.isArray(input)) return [String(input)];
  return typeof input[0] === "number" ? [input.join(" ")] : input.map(String);
}

function toBase64(vector: readonly number[]): string {
  return Buffer.from(new Float32Array(vector).buffer).toString("base64");
}
