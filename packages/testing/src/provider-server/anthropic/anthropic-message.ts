import type { ProviderResponse } from "../provider-response.ts";
import type { ProviderUsage } from "../provider-usage.ts";
import { toSseFrame } from "../sse-frame.ts";
import { type AnthropicContent, toContentStream } from "./anthropic-content.ts";

/** What the Messages API answers: a text as `chunks`, or content blocks. */
export interface AnthropicMessageFields {
  /** The texts of the only block. */
  readonly chunks?: readonly string[];
  readonly content?: readonly AnthropicContent[];
  readonly usage?: ProviderUsage;
  /** `tool_use` by default where a block is one, else `end_turn`. */
  readonly stopReason?: string;
  readonly stopSequence?: string;
  readonly id?: string;
  readonly model?: string;
}

type Json = Readonly<Record<string, unknown>>;

/** An answer of `POST /v1/messages`. */
export function anthropicMessage(fields: AnthropicMessageFields): ProviderResponse {
  const content = fields.content ?? [{ type: "text", chunks: fields.chunks ?? [] }];
  const blocks = content.map(toContentStream);
  const outputTokens = blocks.reduce((sum, { deltas }) => sum + deltas.length, 0);
  const usage = { outputTokens, ...fields.usage };
  const stop = {
    stop_reason: fields.stopReason ?? (content.some(isToolUse) ? "tool_use" : "end_turn"),
    stop_sequence: fields.stopSequence ?? null,
    stop_details: toStopDetails(fields),
  };
  const head = toMessageHead(fields);
  const toEvents = (): readonly Json[] => [
    {
      type: "message_start",
      message: {
        ...head,
        content: [],
        stop_reason: null,
        stop_sequence: null,
        stop_details: null,
        usage: toStartUsage({ ...usage, outputTokens: 1 }),
      },
    },
    ...blocks.flatMap(({ start, deltas }, index) => [
      { type: "content_block_start", index, content_block: start },
      // The provider may send it anywhere, and does so here.
      ...(index === 0 ? [{ type: "ping" }] : []),
      ...deltas.map((delta) => ({ type: "content_block_delta", index, delta })),
      { type: "content_block_stop", index },
    ]),
    { type: "message_delta", delta: stop, usage: toUsage(usage) },
    { type: "message_stop" },
  ];
  return {
    endpoint: "messages",
    toFrames: () => toEvents().map((event) => toSseFrame(event, String(event["type"]))),
    toBody: () =>
      JSON.stringify({
        ...head,
        content: blocks.map(({ whole }) => whole),
        ...stop,
        usage: toStartUsage(usage),
      }),
  };
}

function toMessageHead({ id, model }: AnthropicMessageFields): Json {
  return {
    id: id ?? "msg_01XFDUDYJgAACzvnptvVoYEL",
    type: "message",
    role: "assistant",
    model: model ?? "claude-opus-5-5",
  };
}

function toStopDetails({ stopReason }: AnthropicMessageFields): Json | null {
  return stopReason === "refusal" ? { type: "refusal", category: null, explanation: null } : null;
}

function toUsage(usage: ProviderUsage): Json {
  const { cacheWriteTokens = 0, reasoningTokens } = usage;
  return {
    input_tokens: usage.inputTokens ?? 8,
    cache_creation_input_tokens: cacheWriteTokens,
    cache_read_input_tokens: usage.cacheReadTokens ?? 0,
    output_tokens: usage.outputTokens,
    ...(reasoningTokens !== undefined && {
      output_tokens_details: { thinking_tokens: reasoningTokens },
    }),
  };
}

/** What is told at the start alone: by which cache, and by which tier. */
function toStartUsage(usage: ProviderUsage): Json {
  return {
    ...toUsage(usage),
    cache_creation: {
      ephemeral_5m_input_tokens: usage.cacheWriteTokens ?? 0,
      ephemeral_1h_input_tokens: 0,
    },
    service_tier: "standard",
  };
}

function isToolUse({ type }: AnthropicContent): boolean {
  return type === "tool_use";
}
