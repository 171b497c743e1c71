import type { ProviderResponse } from "../provider-response.ts";
import { type ProviderUsage, toOpenaiUsage } from "../provider-usage.ts";
import {
  countChunks,
  type OpenaiChatChoice,
  toChatChoiceChunks,
  toWholeChatChoice,
} from "./openai-chat-choice.ts";
import { toOpenaiFrames } from "./openai-stream.ts";

/** What Chat Completions answers: the only choice, or several as `choices`. */
export interface OpenaiChatFields extends OpenaiChatChoice {
  /** Several choices, streamed in turn. */
  readonly choices?: readonly OpenaiChatChoice[];
  /** How often the only choice is given; 1 by default. */
  readonly n?: number;
  readonly usage?: ProviderUsage;
  readonly id?: string;
  readonly model?: string;
  /** Seconds since the epoch. */
  readonly created?: number;
  readonly systemFingerprint?: string | null;
}

/** An answer of `POST /v1/chat/completions`. Its usage is streamed where `stream_options.include_usage` asks for it. */
export function openaiChat(fields: OpenaiChatFields): ProviderResponse {
  const choices = fields.choices ?? Array.from({ length: fields.n ?? 1 }, () => fields);
  const chunkCount = choices.reduce((sum, choice) => sum + countChunks(choice), 0);
  const usage = toOpenaiUsage(fields.usage ?? {}, chunkCount);
  return {
    endpoint: "chat/completions",
    toFrames: (request) =>
      toOpenaiFrames(
        {
          head: toChatHead(fields, "chat.completion.chunk"),
          choices: choices.map(toChatChoiceChunks),
          usage,
        },
        request,
      ),
    toBody: () =>
      JSON.stringify({
        ...toChatHead(fields, "chat.completion"),
        choices: choices.map(toWholeChatChoice),
        usage,
      }),
  };
}

function toChatHead(fields: OpenaiChatFields, object: string): Readonly<Record<string, unknown>> {
  const { systemFingerprint = "fp_44709d6fcb" } = fields;
  return {
    id: fields.id ?? "chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT",
    object,
    created: fields.created ?? 1_741_569_952,
    model: fields.model ?? "gpt-4.1-2025-04-14",
    service_tier: "default",
    system_fingerprint: systemFingerprint,
  };
}
