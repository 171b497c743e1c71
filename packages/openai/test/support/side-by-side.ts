import { observeRuns } from "@rivulet/core";
import { traceOpenAI } from "@rivulet/openai";
import { EventRecorder } from "@rivulet/testing";
import type { ProviderResponse, ProviderServer } from "@rivulet/testing/providers";
import OpenAI from "openai";
import { secretKey } from "./with-server.ts";

/** A way to call a client; what it gives is compared. */
export type CallForm = (client: OpenAI) => Promise<unknown>;

/** What a call gave or threw, and what the server had of it. */
export interface Outcome {
  readonly result: unknown;
  readonly requests: readonly unknown[];
  readonly ends: readonly unknown[];
}

export function createClient(server: ProviderServer): OpenAI {
  return new OpenAI({
    apiKey: secretKey,
    baseURL: server.openaiBaseUrl,
    maxRetries: 0,
    logLevel: "off",
  });
}

/** Makes the same call with a client as it is and with a traced one, and records the runs of the latter. */
export async function compare(
  server: ProviderServer,
  form: CallForm,
  answers: readonly ProviderResponse[],
): Promise<{ plain: Outcome; traced: Outcome; recorder: EventRecorder }> {
  const plain = await observe(server, () => form(createClient(server)), answers);
  const recorder = new EventRecorder();
  const subscription = observeRuns().subscribe(recorder.on_event);
  const client = traceOpenAI(createClient(server));
  const traced = await observe(server, () => form(client), answers);
  subscription.unsubscribe();
  return { plain, traced, recorder };
}

async function observe(
  server: ProviderServer,
  call: () => Promise<unknown>,
  answers: readonly ProviderResponse[],
): Promise<Outcome> {
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
    message,
    fields: toPlain(fields),
    hasCause: "cause" in thrown,
  };
}
