import { inspect } from "node:util";
import type { RunEvent } from "@rivulet/core";
import { ChatAnthropic, type ChatAnthropicFields } from "@rivulet/anthropic";
import type { StreamEvent } from "@rivulet/runnables";
import { serializeEvent } from "@rivulet/runnables/wire";
import { watchProcess } from "@rivulet/test-support";
import { findRunLawViolations, watchForSecrets } from "@rivulet/testing";
import { type ProviderServer, startProviderServer } from "@rivulet/testing/providers";

// Not in the form of the provider's keys, which are found by that alone.
/** The key that every model of the suite has: no event and no error may tell it. */
export const secretKey = "key-of-a-proxy-5f2c9a7d41";

// In every file that talks to a server: what its runs tell and what is printed is searched, heard or not.
const watch = watchForSecrets([secretKey]);

afterAll(() => {
  expect(watch.stop()).toEqual([]);
});

/** A server for each test of a file. */
export interface ServerOfTest {
  readonly server: ProviderServer;
  /** A model that calls it, and tries once. */
  createModel(fields?: ChatAnthropicFields): ChatAnthropic;
  /** Takes what a test has seen: it is searched for the key, and the events for breaches of the laws. */
  see(seen: { readonly events?: readonly RunEvent[]; readonly error?: unknown }): void;
}

/**
 * Starts a server for each test. Each must leave no connection open, nothing unhandled in the process, no law broken, and the key
 * in nothing that it has seen.
 */
export function useServer(): ServerOfTest {
  let server: ProviderServer | undefined;
  let events: RunEvent[] = [];
  let errors: unknown[] = [];
  watchProcess();

  beforeEach(async () => {
    server = await startProviderServer();
    events = [];
    errors = [];
  });

  afterEach(async () => {
    await server?.whenIdle();
    await server?.close();
    expect(findRunLawViolations(events)).toEqual([]);
    expect([...events.map(textOfEvent), ...errors.map(textOf)].join("\n")).not.toContain(secretKey);
  });

  const current = (): ProviderServer => {
    if (server === undefined) throw new Error("The server is there in a test only.");
    return server;
  };
  return {
    get server() {
      return current();
    },
    createModel: (fields) =>
      new ChatAnthropic({
        apiKey: secretKey,
        anthropicApiUrl: current().anthropicBaseUrl,
        maxRetries: 0,
        ...fields,
        clientOptions: { logLevel: "off", ...fields?.clientOptions },
      }),
    see: (seen) => {
      events.push(...(seen.events ?? []));
      if ("error" in seen) errors.push(seen.error);
    },
  };
}

function textOfEvent(event: RunEvent): string {
  return `${JSON.stringify(serializeEvent(event as StreamEvent))}\n${textOf(event)}`;
}

function textOf(value: unknown): string {
  return inspect(value, { depth: Infinity, showHidden: true, maxStringLength: null });
}
