import { APIConnectionTimeoutError, RateLimitError } from "@anthropic-ai/sdk";
import { ProviderError } from "@rivulet/provider";
import {
  anthropicError,
  anthropicMessage,
  type ProviderResponse,
  type ResponseFaults,
} from "@rivulet/testing/providers";
import { callForms, type CallForm, type Outcome } from "./support/call-forms.ts";
import { secretKey, useServer } from "./support/use-server.ts";

const test = useServer();
const { createModel, see } = test;
const answer = anthropicMessage({ chunks: ["Grüße", " aus", " Zürich 👋"] });

/** One way to fail, and what it is told as. */
interface Failure {
  readonly name: string;
  readonly response: ProviderResponse;
  /** By whether the answer is streamed: its frames, or the halves of its body. */
  readonly faults?: (isStreamed: boolean) => ResponseFaults;
  readonly expected: Partial<ProviderError>;
}

const failures: readonly Failure[] = [
  {
    name: "429 with retry-after",
    response: anthropicError({ status: 429, retryAfterSeconds: 3 }),
    expected: {
      code: "PROVIDER_RATE_LIMIT",
      status: 429,
      providerCode: "rate_limit_error",
      isRetryable: true,
      retryAfterMs: 3000,
    },
  },
  {
    name: "500",
    response: anthropicError({ status: 500 }),
    expected: { code: "PROVIDER_SERVER", status: 500, isRetryable: true },
  },
  {
    name: "529",
    response: anthropicError({ status: 529 }),
    expected: {
      code: "PROVIDER_OVERLOADED",
      status: 529,
      providerCode: "overloaded_error",
      isRetryable: true,
    },
  },
  {
    name: "401",
    response: anthropicError({ status: 401, message: `invalid x-api-key: ${secretKey}` }),
    expected: { code: "PROVIDER_AUTHENTICATION", status: 401, isRetryable: false },
  },
  {
    name: "400",
    response: anthropicError({ status: 400 }),
    expected: {
      code: "PROVIDER_BAD_REQUEST",
      status: 400,
      providerCode: "invalid_request_error",
      isRetryable: false,
    },
  },
  {
    name: "a connection cut in the middle of a chunk",
    response: answer,
    faults: (isStreamed) => ({ cutAt: isStreamed ? 4 : 1 }),
    expected: { code: "PROVIDER_STREAM", isRetryable: true },
  },
  {
    name: "malformed data",
    response: answer,
    faults: (isStreamed) => ({ malformedAt: isStreamed ? 4 : 1 }),
    expected: { code: "PROVIDER_STREAM", isRetryable: true },
  },
  {
    name: "an error in the place of the rest",
    response: answer,
    faults: () => ({ errorAt: 4 }),
    expected: { code: "PROVIDER_OVERLOADED", providerCode: "overloaded_error", isRetryable: true },
  },
];

function expectOneFailure({ isObserved }: CallForm, { events, error }: Outcome): void {
  see({ events, error });
  if (!isObserved) return;
  const names = events.map(({ event }) => event).filter((name) => !name.endsWith("_stream"));
  expect(names).toEqual(["on_chat_model_start", "on_chat_model_error"]);
  const last = events.at(-1);
  expect(last?.event === "on_chat_model_error" ? last.data.error : undefined).toBe(error);
}

describe.each(callForms)("$form", (callForm) => {
  it.each(failures)("fails with a typed error by $name", async ({ response, faults, expected }) => {
    test.server.respondWith(response, faults?.(callForm.isStreamed));
    const outcome = await callForm.call(createModel());
    expectOneFailure(callForm, outcome);
    expect(outcome.error).toBeInstanceOf(ProviderError);
    expect(outcome.error).toMatchObject({ provider: "anthropic", ...expected });
    // The body of an answer that was not streamed is read by the client, which keeps its headers from its errors.
    const isLost =
      faults !== undefined && !callForm.isStreamed && expected.providerCode === undefined;
    expect((outcome.error as ProviderError).requestId).toBe(isLost ? undefined : "req_000001");
  });

  it("fails by a connection that is closed without an answer", async () => {
    test.server.respondWith(answer, { cutAt: "headers" });
    const outcome = await callForm.call(createModel());
    expectOneFailure(callForm, outcome);
    expect(outcome.error).toMatchObject({ code: "PROVIDER_CONNECTION", isRetryable: true });
  });

  it("fails by a server that is not there", async () => {
    const outcome = await callForm.call(createModel({ anthropicApiUrl: "http://127.0.0.1:1" }));
    expectOneFailure(callForm, outcome);
    expect(outcome.error).toMatchObject({ code: "PROVIDER_CONNECTION", isRetryable: true });
  });

  it("fails by headers that come too late for the client", async () => {
    test.server.respondWith(answer, { stallAt: "headers" });
    const outcome = await callForm.call(createModel({ clientOptions: { timeout: 20 } }));
    expectOneFailure(callForm, outcome);
    expect(outcome.error).toMatchObject({
      code: "PROVIDER_TIMEOUT",
      isRetryable: true,
      cause: expect.any(APIConnectionTimeoutError),
    });
  });

  it("reads a character that came in two packets", async () => {
    test.server.respondWith(answer, { splitsCharacters: true });
    const outcome = await callForm.call(createModel());
    see(outcome);
    expect(outcome.answer?.text).toBe("Grüße aus Zürich 👋");
  });

  it("waits for headers that are slow", async () => {
    let release = (): void => undefined;
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    test.server.respondWith(answer, { pause: { at: "headers", until } });
    const called = callForm.call(createModel());
    await test.server.whenRequested();
    release();
    const outcome = await called;
    see(outcome);
    expect(outcome.answer?.text).toBe("Grüße aus Zürich 👋");
  });

  it("leaves trying again to the client", async () => {
    test.server.respondWith(anthropicError({ status: 529, retryAfterMs: 1 })).respondWith(answer);
    const outcome = await callForm.call(createModel({ maxRetries: 1 }));
    see(outcome);
    expect(outcome.answer?.text).toBe("Grüße aus Zürich 👋");
    expect(test.server.requests).toHaveLength(2);
    expect(outcome.events.filter(({ event }) => event === "on_chat_model_start")).toHaveLength(
      callForm.isObserved ? 1 : 0,
    );
  });
});

const streamedForms = callForms.filter(({ isStreamed }) => isStreamed);

it.each(streamedForms)(
  "$form fails when the stream ends without its last event",
  async (callForm) => {
    test.server.respondWith({
      ...answer,
      toFrames: (request) => answer.toFrames?.(request).slice(0, -1) ?? [],
    });
    const outcome = await callForm.call(createModel());
    expectOneFailure(callForm, outcome);
    expect(outcome.error).toMatchObject({
      code: "PROVIDER_STREAM",
      message: expect.stringContaining("message_stop"),
      requestId: "req_000001",
    });
  },
);

it("keeps the client's own error as the cause", async () => {
  test.server.respondWith(anthropicError({ status: 429 }));
  const error: unknown = await createModel()
    .invoke("Hi")
    .catch((failure: unknown) => failure);
  see({ error });
  expect((error as ProviderError).cause).toBeInstanceOf(RateLimitError);
});

it("fails with a typed error when there is no key", async () => {
  const model = createModel({ apiKey: null });
  const error: unknown = await model.invoke("Hi").catch((failure: unknown) => failure);
  expect(error).toMatchObject({ code: "PROVIDER_AUTHENTICATION", isRetryable: false });
});
