import { inspect } from "node:util";
import { serializeEvent } from "@rivulet/runnables/wire";
import { ProviderError } from "@rivulet/provider";
import type { RunnableConfig, StreamEvent } from "@rivulet/runnables";
import { shortestDelay, watchProcess } from "@rivulet/test-support";
import { EventRecorder } from "@rivulet/testing";
import {
  openaiError,
  startProviderServer,
  type ProviderResponse,
  type ProviderServer,
  type ResponseFaults,
} from "@rivulet/testing/providers";
import "@rivulet/testing/jest";
import { apiCalls, clientFields, type ApiCall } from "./support/api-calls.ts";
import { secretKey } from "./support/with-server.ts";

watchProcess();

let server: ProviderServer;
/** All that was told in this file, as text. */
const told: string[] = [];

beforeEach(async () => {
  server = await startProviderServer();
});

afterEach(async () => {
  await server.whenIdle();
  await server.close();
});

/** How a call ended, for who made it and for who listened. */
interface Outcome {
  readonly error: unknown;
  readonly value: unknown;
  readonly events: readonly StreamEvent[];
}

type Fields = Parameters<ApiCall["invoke"]>[0];

/** The ways in which a component is called. */
const ways: readonly (readonly [
  way: string,
  run: (
    call: ApiCall,
    fields: Fields,
    config: RunnableConfig,
  ) => Promise<unknown> | AsyncIterable<unknown> | undefined,
])[] = [
  ["invoke, unobserved", ({ invoke }, fields, { signal }) => invoke(fields, signal && { signal })],
  ["invoke, observed", ({ invoke }, fields, config) => invoke(fields, config)],
  ["stream", ({ stream }, fields, config) => stream?.(fields, config)],
  ["streamEvents", ({ streamEvents }, fields, config) => streamEvents?.(fields, config)],
];

const cases = apiCalls.flatMap((call) =>
  ways
    .filter(([way]) => call.stream !== undefined || way.startsWith("invoke"))
    .map(([way, run]) => ({ title: `${call.api}, ${way}`, call, way, run })),
);

async function outcomeOf(
  { call, run }: (typeof cases)[number],
  fields: Fields,
  signal?: AbortSignal,
): Promise<Outcome> {
  const recorder = new EventRecorder();
  const config: RunnableConfig = { callbacks: [recorder], ...(signal && { signal }) };
  let error: unknown;
  let value: unknown;
  try {
    const running = run(call, fields, config);
    if (running !== undefined && Symbol.asyncIterator in running) {
      for await (const chunk of running) value = chunk;
    } else {
      value = await running;
    }
  } catch (caught) {
    error = caught;
  }
  told.push(inspect(error, { depth: 20, showHidden: true }), JSON.stringify(error) ?? "");
  for (const event of recorder.events) told.push(JSON.stringify(serializeEvent(event)));
  return { error, value, events: recorder.events };
}

function checkEvents(events: readonly StreamEvent[], way: string, last: RegExp): void {
  if (way === "invoke, unobserved") {
    expect(events).toEqual([]);
    return;
  }
  expect(events).toObeyRunLaws();
  expect(events.filter(({ event }) => event.endsWith("_start"))).toHaveLength(1);
  expect(events.at(-1)?.event).toMatch(last);
}

async function expectProviderError(
  one: (typeof cases)[number],
  fields: Fields,
  expected: Partial<Record<keyof ProviderError, unknown>>,
): Promise<void> {
  const { error, events } = await outcomeOf(one, fields);
  expect(error).toBeInstanceOf(ProviderError);
  expect(error).toMatchObject({ provider: "openai", ...expected });
  checkEvents(events, one.way, /_error$/u);
  const data: unknown = events.at(-1)?.data;
  if (events.length > 0) expect(data).toMatchObject({ error });
}

// Jest gives its tests an Error of their own, and the client takes no other for one that it knows.
const fetchOfThisRealm: typeof fetch = async (...request) => {
  try {
    return await fetch(...request);
  } catch (error) {
    const { name, message } = error as Error;
    throw Object.assign(new Error(message), { name });
  }
};

const requestId = "req_000001";
const silent = { configuration: { logLevel: "off" } } as const;

/** The answer, without the frames that end it. */
function withoutEnd(answer: ProviderResponse): ProviderResponse {
  const { toFrames, toBody } = answer;
  const isChoice = (text: string): boolean =>
    /"finish_reason":"|"status":"completed"|DONE/u.test(text);
  return {
    ...answer,
    ...(toFrames && {
      toFrames: (request) =>
        toFrames(request).filter((frame) => !isChoice(frame) || frame.includes("output_item")),
    }),
    ...(toBody && { toBody }),
  };
}

describe.each(cases)("$title", (one) => {
  const { answer, output } = one.call;

  it("gets the whole answer, also where a packet ends inside of a character", async () => {
    server.respondWith(answer, { splitsCharacters: true });
    const { error, value, events } = await outcomeOf(one, clientFields(server));
    expect(error).toBeUndefined();
    if (one.way.startsWith("invoke")) expect(value).toEqual(output);
    checkEvents(events, one.way, /_end$/u);
  });

  const broken: readonly (readonly [string, ResponseFaults])[] = [
    ["is cut off in the middle", { cutAt: 1 }],
    ["has JSON that is none", { malformedAt: 1 }],
    ["has no body", { hasNoBody: true }],
  ];
  it.each(broken)("fails where the answer %s", async (_, faults) => {
    server.respondWith(answer, faults);
    const expected = { code: "PROVIDER_STREAM", isRetryable: true, requestId };
    await expectProviderError(one, clientFields(server, silent), expected);
  });

  it("fails where the connection is closed without an answer", async () => {
    server.respondWith(answer, { cutAt: "headers" });
    const { error, events } = await outcomeOf(one, clientFields(server));
    expect(error).toMatchObject({ isRetryable: true, provider: "openai" });
    checkEvents(events, one.way, /_error$/u);
  });

  it("fails where the provider tells an error in the middle", async () => {
    server.respondWith(answer, { errorAt: 1 });
    const expected = { code: "PROVIDER_SERVER", isRetryable: true, requestId };
    await expectProviderError(one, clientFields(server), expected);
  });

  it("fails where the limit is reached, and says when to try again", async () => {
    server.respondWith(openaiError({ status: 429, retryAfterSeconds: 7 }));
    await expectProviderError(one, clientFields(server), {
      code: "PROVIDER_RATE_LIMIT",
      status: 429,
      providerCode: "rate_limit_exceeded",
      isRetryable: true,
      retryAfterMs: 7_000,
      requestId,
    });
  });

  it("fails where the provider does", async () => {
    server.respondWith(openaiError({ status: 500 }));
    const expected = { code: "PROVIDER_SERVER", status: 500, isRetryable: true, requestId };
    await expectProviderError(one, clientFields(server), expected);
  });

  it("fails where the key is wrong, and does not tell it", async () => {
    server.respondWith(
      openaiError({ status: 401, message: `Incorrect API key provided: ${secretKey}.` }),
    );
    const expected = {
      code: "PROVIDER_AUTHENTICATION",
      status: 401,
      providerCode: "invalid_api_key",
      isRetryable: false,
      requestId,
    };
    await expectProviderError(one, clientFields(server), expected);
  });

  it("fails where the headers don't come in time", async () => {
    server.respondWith(answer, { stallAt: "headers" });
    const expected = { code: "PROVIDER_TIMEOUT", isRetryable: true };
    const fields = { timeout: 20, configuration: { fetch: fetchOfThisRealm } };
    await expectProviderError(one, clientFields(server, fields), expected);
  });

  it.each(["headers", 1] as const)("is cancelled where it stalls at %s", async (stallAt) => {
    server.respondWith(answer, { stallAt });
    const controller = new AbortController();
    const reason = new Error("enough");
    const running = outcomeOf(one, clientFields(server), controller.signal);
    const request = await server.whenRequested();
    controller.abort(reason);
    const { error, events } = await running;
    expect(error).toBe(reason);
    checkEvents(events, one.way, /_cancel$/u);
    expect(await server.whenClosed(request)).toMatchObject({ by: "client", isComplete: false });
  });

  it("is cancelled at once while the client waits to try again", async () => {
    server.respondWith(openaiError({ status: 429, retryAfterMs: 30_000 }));
    const controller = new AbortController();
    const running = outcomeOf(one, clientFields(server, { maxRetries: 1 }), controller.signal);
    await server.whenClosed(await server.whenRequested());
    controller.abort(new Error("enough"));
    const { events } = await running;
    checkEvents(events, one.way, /_cancel$/u);
    expect(server.requests).toHaveLength(1);
  });

  it("gets the answer to the second attempt, as the client tries again", async () => {
    server.respondWith(openaiError({ status: 429, retryAfterMs: 1 })).respondWith(answer);
    const { error, events } = await outcomeOf(one, clientFields(server, { maxRetries: 1 }));
    expect(error).toBeUndefined();
    checkEvents(events, one.way, /_end$/u);
    expect(server.requests).toHaveLength(2);
  });
});

describe.each(cases.filter(({ way }) => way.startsWith("stream")))("$title", (one) => {
  it("fails where the stream ends without its end", async () => {
    server.respondWith(withoutEnd(one.call.answer));
    const expected = { code: "PROVIDER_STREAM", isRetryable: true, requestId };
    await expectProviderError(one, clientFields(server), expected);
  });

  it("closes the request when the loop is left", async () => {
    const delayMs = await shortestDelay(50, async () => {
      server.respondWith(one.call.answer, { stallAt: 5 });
      const chunks = one.run(one.call, clientFields(server), {}) as AsyncIterable<unknown>;
      for await (const chunk of chunks) {
        const isStart =
          one.way === "streamEvents" && !(chunk as StreamEvent).event.endsWith("_stream");
        if (!isStart) break;
      }
      const leftAt = performance.timeOrigin + performance.now();
      const request = await server.whenRequested(server.requests.length - 1);
      const end = await server.whenClosed(request);
      expect(end).toMatchObject({ by: "client", isComplete: false });
      return end.time - leftAt;
    });
    expect(delayMs).toBeLessThan(50);
  });
});

describe("what was told in all these calls", () => {
  it("holds the key nowhere", () => {
    expect(told.length).toBeGreaterThan(500);
    expect(told.filter((text) => text.includes("[redacted]")).length).toBeGreaterThan(0);
    expect(told.filter((text) => text.includes(secretKey))).toEqual([]);
  });
});
