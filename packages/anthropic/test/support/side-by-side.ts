import Anthropic from "@anthropic-ai/sdk";
import { traceAnthropic } from "@rivulet/anthropic";
import { compareCalls } from "@rivulet/test-support";
import type { ProviderResponse, ProviderServer } from "@rivulet/testing/providers";
import { secretKey } from "./use-server.ts";

/** A way to call a client; what it gives is compared. */
export type CallForm = (client: Anthropic) => Promise<unknown>;

export function createClient(server: ProviderServer): Anthropic {
  return new Anthropic({
    apiKey: secretKey,
    baseURL: server.anthropicBaseUrl,
    maxRetries: 0,
    logLevel: "off",
  });
}

/** Makes the same call with a client as it is and with a traced one, and records the runs of the latter. */
export function compare(
  server: ProviderServer,
  form: CallForm,
  answers: readonly ProviderResponse[],
): ReturnType<typeof compareCalls> {
  return compareCalls({ server, create: createClient, trace: traceAnthropic }, form, answers);
}
