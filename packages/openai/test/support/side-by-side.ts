import { traceOpenAI } from "@rivulet/openai";
import { compareCalls } from "@rivulet/test-support";
import type { ProviderResponse, ProviderServer } from "@rivulet/testing/providers";
import OpenAI from "openai";
import { secretKey } from "./with-server.ts";

/** A way to call a client; what it gives is compared. */
export type CallForm = (client: OpenAI) => Promise<unknown>;

export function createClient(server: ProviderServer): OpenAI {
  return new OpenAI({
    apiKey: secretKey,
    baseURL: server.openaiBaseUrl,
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
  return compareCalls({ server, create: createClient, trace: traceOpenAI }, form, answers);
}
