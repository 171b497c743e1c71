import Anthropic from "@anthropic-ai/sdk";
import { observeRuns } from "@rivulet/core";
import { traceAnthropic } from "@rivulet/anthropic";
import { EventRecorder } from "@rivulet/testing";
import type { ProviderResponse, ProviderServer } from "@rivulet/testing/providers";
import { secretKey } from "./use-server.ts";

/** A way to call a client; what it gives is compared. */
export type CallForm = (client: Anthropic) => Promise<unknown>;

/** What a call gave or threw, and what the server had of it. */
export interface Seen {
  readonly result: unknown;
  readonly requests: readonly unknown[];
  readonly ends: readonly unknown[];
}

export function createClient(server: ProviderServer): Anthropic {
  return new Anthropic({
    apiKey: secretKey,
    baseURL: server.anthropicBaseUrl,
    maxRetries: 0,
    logLevel: "off",
  });
}

/** Makes the same call with a client as it is and with a traced one, and records the runs of the latter. */
export async function compare(
  server: ProviderServer,
  form: CallForm,
  answers: readonly ProviderResponse[],
): Promise<{ plain: Seen; traced: Seen; recorder: EventRecorder }> {
  const plain = await observe(server, () => form(createClient(server)), answers);
  const recorder = new EventRecorder();
  const subscription = observeRuns().subscribe(recorder.on_event);
  const client = traceAnthropic(createClient(server));
  const traced = await observe(server, () => form(client), answers);
  subscription.unsubscribe();
  return { plain, traced, recorder };
}

async function observe(
  server: ProviderServer,
  call: () => Promise<unknown>,
  answers: readonly ProviderResponse[],
): Promise<Seen> {
  const first = server.requests.length;
  for (const answer of answers) server.respondWith(answer);
  const result = await call().then(toPlain, describeThrown);
  await server.whenIdle();
  const requests = server.requests.slice(first);
  return {
    result,
    requests: requests.map(({ path, query, headers, text }) => ({ path, query, headers, text })),
    ends: requests.map(({ end }) => end && { by: end.by, isComplete: end.isComplete }),
  };
}

/** Ids of requests differ by design. */
function toPlain(result: unknown): unknown {
  return JSON.parse(JSON.stringify(result ?? null).replaceAll(/req_\d{6}/gu, "req"));
}

function describeThrown(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return { thrown };
  const { constructor, name, message } = thrown;
  const {
    headers: _headers,
    requestID: _id,
    ...fields
  } = thrown as Error & Record<string, unknown>;
  return {
    class: constructor.name,
    name,
    message: message.replaceAll(/req_\d{6}/gu, "req"),
    fields: toPlain(fields),
    hasCause: "cause" in thrown,
  };
}
