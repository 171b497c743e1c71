import type { ProviderRequest } from "../provider-request.ts";
import { toSseFrame } from "../sse-frame.ts";

type Json = Readonly<Record<string, unknown>>;

/** What the chunks of a stream are made of. */
export interface OpenaiStream {
  /** The fields that all chunks have. */
  readonly head: Json;
  /** The chunks of each choice. */
  readonly choices: readonly (readonly Json[])[];
  readonly usage: Json;
}

/**
 * The frames of Chat Completions and of text completion: a chunk of each choice in turn, the usage where
 * `stream_options.include_usage` asks for it, `[DONE]`.
 */
export function toOpenaiFrames(stream: OpenaiStream, request: ProviderRequest): readonly string[] {
  const { head, usage } = stream;
  const withUsage = isUsageRequested(request);
  const chunks = interleave(stream.choices).map((choice) => ({
    ...head,
    choices: [choice],
    ...(withUsage && { usage: null }),
  }));
  const last = withUsage ? [{ ...head, choices: [], usage }] : [];
  return [...chunks, ...last, "[DONE]"].map((data) => toSseFrame(data));
}

function isUsageRequested({ body }: ProviderRequest): boolean {
  const options = body["stream_options"];
  if (typeof options !== "object" || options === null) return false;
  return "include_usage" in options && options.include_usage === true;
}

function interleave<Item>(lists: readonly (readonly Item[])[]): readonly Item[] {
  const length = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length }, (_, at) => lists.flatMap((list) => list.slice(at, at + 1))).flat();
}
