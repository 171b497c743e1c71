import type { ProviderResponse } from "../provider-response.ts";
import { type ProviderUsage, toResponsesUsage } from "../provider-usage.ts";
import { toSseFrame } from "../sse-frame.ts";
import { type OpenaiResponseItem, toItemStream } from "./openai-response-item.ts";

/** What the Responses API answers: a text as `chunks`, or the items of its output. */
export interface OpenaiResponseFields {
  /** The texts of the only message. */
  readonly chunks?: readonly string[];
  readonly output?: readonly OpenaiResponseItem[];
  readonly usage?: ProviderUsage;
  /** Why it broke off (`max_output_tokens`, `content_filter`): the response is then `incomplete`. */
  readonly incompleteReason?: string;
  /** What went wrong: the response is then `failed`. */
  readonly error?: { readonly code: string; readonly message: string };
  readonly id?: string;
  readonly model?: string;
  /** Seconds since the epoch. */
  readonly createdAt?: number;
}

type Json = Readonly<Record<string, unknown>>;

/** An answer of `POST /v1/responses`. */
export function openaiResponse(fields: OpenaiResponseFields): ProviderResponse {
  const output = fields.output ?? [{ type: "message", chunks: fields.chunks ?? [] }];
  const items = output.map(toItemStream);
  const deltas = items.flatMap(({ events }) => events.filter(isDelta));
  const whole = {
    ...toResponse(fields),
    status: statusOf(fields),
    error: fields.error ?? null,
    incomplete_details:
      fields.incompleteReason === undefined ? null : { reason: fields.incompleteReason },
    output: items.map((item) => item.whole),
    usage: toResponsesUsage(fields.usage ?? {}, deltas.length),
  };
  const open = { ...toResponse(fields), status: "in_progress" };
  const events: readonly Json[] = [
    { type: "response.created", response: open },
    { type: "response.in_progress", response: open },
    ...items.flatMap((item) => item.events),
    { type: `response.${whole.status}`, response: whole },
  ];
  return {
    endpoint: "responses",
    toFrames: () =>
      events.map((event, index) =>
        toSseFrame({ ...event, sequence_number: index }, String(event["type"])),
      ),
    toBody: () => JSON.stringify(whole),
  };
}

function statusOf({ error, incompleteReason }: OpenaiResponseFields): string {
  if (error !== undefined) return "failed";
  return incompleteReason === undefined ? "completed" : "incomplete";
}

function isDelta({ type }: Json): boolean {
  return String(type).endsWith(".delta");
}

function toResponse(fields: OpenaiResponseFields): Json {
  return {
    id: fields.id ?? "resp_67ccd2bed1ec8190b14f964abc0542670bb6a6b452d3795b",
    object: "response",
    created_at: fields.createdAt ?? 1_741_476_542,
    background: false,
    error: null,
    incomplete_details: null,
    instructions: null,
    max_output_tokens: null,
    metadata: {},
    model: fields.model ?? "gpt-4.1-2025-04-14",
    output: [],
    parallel_tool_calls: true,
    previous_response_id: null,
    reasoning: { effort: null, summary: null },
    service_tier: "default",
    store: true,
    temperature: 1,
    text: { format: { type: "text" } },
    tool_choice: "auto",
    tools: [],
    top_p: 1,
    truncation: "disabled",
    usage: null,
    user: null,
  };
}
