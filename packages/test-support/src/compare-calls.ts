import { observeRuns } from "@rivulet/core";
import { EventRecorder } from "@rivulet/testing";
import type { ProviderResponse, ProviderServer } from "@rivulet/testing/providers";

/** A provider's official client of a server, as it is and traced. */
export interface ClientPair<Client> {
  readonly server: ProviderServer;
  readonly create: (server: ProviderServer) => Client;
  readonly trace: (client: Client) => Client;
}

/** What a call gave or threw, and what the server had of it. */
export interface CallOutcome {
  readonly result: unknown;
  readonly requests: readonly unknown[];
  readonly ends: readonly unknown[];
}

/** Makes the same call with a client as it is and with a traced one, and records the runs of the latter. */
export async function compareCalls<Client>(
  { server, create, trace }: ClientPair<Client>,
  call: (client: Client) => Promise<unknown>,
  answers: readonly ProviderResponse[],
): Promise<{ plain: CallOutcome; traced: CallOutcome; recorder: EventRecorder }> {
  const plain = await observe(server, () => call(create(server)), answers);
  const recorder = new EventRecorder();
  const subscription = observeRuns().subscribe(recorder.on_event);
  const client = trace(create(server));
  const traced = await observe(server, () => call(client), answers);
  subscription.unsubscribe();
  return { plain, traced, recorder };
}

async function observe(
  server: ProviderServer,
  call: () => Promise<unknown>,
  answers: readonly ProviderResponse[],
): Promise<CallOutcome> {
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

function toPlain(result: unknown): unknown {
  return JSON.parse(withoutIds(JSON.stringify(result ?? null)));
}

// They differ by design, as each call is a request of its own.
function withoutIds(text: string): string {
  return text.replaceAll(/req_\d{6}/gu, "req");
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
    message: withoutIds(message),
    fields: toPlain(fields),
    hasCause: "cause" in thrown,
  };
}
