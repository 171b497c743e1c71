import { inspect } from "node:util";
import { RivuletError, RunCancelledError } from "@rivulet/core";
import {
  createIncompleteStreamError,
  isAbortError,
  ProviderError,
  toProviderError,
} from "@rivulet/provider";
import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";

const key = "sk-proj-Tz4nQ8vLm2XwR7yKc1HbPd9sGfJe5uAaWoZi3tNq";
const about = { provider: "openai", secrets: [key, undefined, () => key] };

function convert(error: unknown): ProviderError {
  const made = toProviderError(error, about);
  if (!ProviderError.isProviderError(made)) throw new Error(`No ProviderError: ${inspect(made)}`);
  return made;
}

const headers = (fields: Record<string, string> = {}): Headers =>
  new Headers({ "x-request-id": "req_1", "request-id": "req_1", ...fields });

const openai = (status: number, error: object, fields?: Record<string, string>): unknown =>
  OpenAI.APIError.generate(status, { error }, undefined, headers(fields));
const anthropic = (status: number, type: string): unknown =>
  Anthropic.APIError.generate(
    status,
    { type: "error", error: { type, message: "No." } },
    undefined,
    headers(),
  );

describe("the kind of an error", () => {
  it.each([
    [400, "PROVIDER_BAD_REQUEST", false],
    [401, "PROVIDER_AUTHENTICATION", false],
    [403, "PROVIDER_PERMISSION", false],
    [404, "PROVIDER_NOT_FOUND", false],
    [408, "PROVIDER_TIMEOUT", true],
    [409, "PROVIDER_BAD_REQUEST", true],
    [413, "PROVIDER_BAD_REQUEST", false],
    [422, "PROVIDER_BAD_REQUEST", false],
    [429, "PROVIDER_RATE_LIMIT", true],
    [500, "PROVIDER_SERVER", true],
    [503, "PROVIDER_OVERLOADED", true],
    [529, "PROVIDER_OVERLOADED", true],
  ])("of status %s is %s, retryable: %s", (status, code, isRetryable) => {
    const type = "some_error";
    for (const error of [openai(status, { message: "No.", type }), anthropic(status, type)]) {
      expect(convert(error)).toMatchObject({
        code,
        status,
        isRetryable,
        providerCode: type,
        requestId: "req_1",
        provider: "openai",
      });
    }
  });

  it.each([
    ["authentication_error", "PROVIDER_AUTHENTICATION"],
    ["rate_limit_error", "PROVIDER_RATE_LIMIT"],
    ["overloaded_error", "PROVIDER_OVERLOADED"],
    ["api_error", "PROVIDER_SERVER"],
    ["server_error", "PROVIDER_SERVER"],
    ["a_new_error", "PROVIDER_STREAM"],
  ])("of %s in a stream is %s, by the client's error or the provider's own words", (type, code) => {
    const body = { type: "error", error: { type, message: "No." } };
    const errors = [
      new Anthropic.APIError(undefined, body, undefined, headers(), type as "api_error"),
      new OpenAI.APIError(undefined, { type, message: "No." }, undefined, headers()),
      { code: type, message: "No." },
    ];
    for (const error of errors) expect(convert(error)).toMatchObject({ code, providerCode: type });
  });

  const terminated = Object.assign(new TypeError("terminated"), {
    cause: Object.assign(new Error("other side closed"), { code: "UND_ERR_SOCKET" }),
  });
  const slow = Object.assign(new TypeError("terminated"), {
    cause: Object.assign(new Error("Body Timeout Error"), { code: "UND_ERR_BODY_TIMEOUT" }),
  });

  it.each([
    ["no connection", new OpenAI.APIConnectionError({}), "PROVIDER_CONNECTION"],
    ["no connection", new Anthropic.APIConnectionError({}), "PROVIDER_CONNECTION"],
    ["no connection, by fetch", new TypeError("fetch failed"), "PROVIDER_CONNECTION"],
    ["a timeout", new OpenAI.APIConnectionTimeoutError(), "PROVIDER_TIMEOUT"],
    ["a timeout", new Anthropic.APIConnectionTimeoutError(), "PROVIDER_TIMEOUT"],
    ["a timeout of the body", slow, "PROVIDER_TIMEOUT"],
    ["a body that broke off", terminated, "PROVIDER_STREAM"],
    ["JSON that is none", new SyntaxError("Unexpected end of JSON input"), "PROVIDER_STREAM"],
    ["a stream without an answer", new Anthropic.AnthropicError("ended"), "PROVIDER_STREAM"],
    [
      "a key that can't be sent",
      new TypeError(`Headers.append: "Bearer ${key}\n" is an invalid header value.`),
      "PROVIDER_AUTHENTICATION",
    ],
  ])("of %s is found (%#)", (_what, error, code) => {
    expect(convert(error)).toMatchObject({ code, status: undefined });
  });

  it("does not need the client's own classes", () => {
    const { status, code } = convert(
      Object.assign(new Error("429 Slow down"), { status: 429, headers: { "retry-after": "1.5" } }),
    );
    expect([status, code]).toEqual([429, "PROVIDER_RATE_LIMIT"]);
  });
});

it.each([
  [new TypeError("Cannot convert argument to a ByteString"), "PROVIDER_AUTHENTICATION", false],
  [
    Object.assign(new TypeError("Invalid URL"), { code: "ERR_INVALID_URL", input: `/?key=${key}` }),
    "PROVIDER_CONNECTION",
    false,
  ],
])("knows a key and an address that cannot be used: %s", (error, code, isRetryable) => {
  const made = convert(error);
  expect(made).toMatchObject({ code, isRetryable });
  expect(inspect(made)).not.toContain(key);
});

describe("when to try again", () => {
  it.each([
    [{ "retry-after-ms": "250", "retry-after": "9" }, 250],
    [{ "retry-after": "2" }, 2000],
    [{ "retry-after": "soon" }, undefined],
    [{}, undefined],
  ])("of %j is %s ms", (fields: Record<string, string>, retryAfterMs) => {
    expect(convert(openai(429, { message: "No." }, fields))).toMatchObject({ retryAfterMs });
  });

  it("may be a date", () => {
    jest.useFakeTimers({ now: Date.parse("2026-01-01T00:00:00Z") });
    const error = openai(429, {}, { "retry-after": "Thu, 01 Jan 2026 00:00:07 GMT" });
    expect(convert(error).retryAfterMs).toBe(7000);
    jest.useRealTimers();
  });

  it("is what the provider says, and never for a quota that is used up", () => {
    const refused = openai(500, { message: "No." }, { "x-should-retry": "false" });
    expect(convert(refused).isRetryable).toBe(false);
    const spent = openai(429, { message: "No.", code: "insufficient_quota" });
    expect(convert(spent)).toMatchObject({ code: "PROVIDER_RATE_LIMIT", isRetryable: false });
  });
});

describe("what is no failure of a provider", () => {
  it.each([
    new OpenAI.APIUserAbortError(),
    new Anthropic.APIUserAbortError(),
    new DOMException("This operation was aborted", "AbortError"),
    new RunCancelledError("left"),
    new TypeError("x is not a function"),
    "a text",
    undefined,
  ])("is given back: %s", (error) => {
    expect(toProviderError(error, about)).toBe(error);
  });

  it("is copied where it tells the key", () => {
    const error = new RangeError(`odd: ${key}`);
    const made = toProviderError(error, about);
    expect(made).toBeInstanceOf(RangeError);
    expect(inspect(made)).not.toContain(key);
    expect(error.message).toContain(key);
  });

  it("is copied where one of its fields tells the key", () => {
    const made = toProviderError(Object.assign(new RangeError("odd"), { input: key }), about);
    expect(inspect(made)).not.toContain(key);
  });

  it("is an abort by its name", () => {
    expect(isAbortError(new OpenAI.APIUserAbortError())).toBe(true);
    expect(isAbortError(new OpenAI.APIConnectionTimeoutError())).toBe(false);
    expect(isAbortError(null)).toBe(false);
  });
});

describe("the error", () => {
  it("says in one sentence what was wrong and what to do", () => {
    const error = openai(404, {
      message: "The model `x` does not exist.",
      code: "model_not_found",
    });
    expect(convert(error).message).toBe(
      "openai does not know what was asked for (404, model_not_found): " +
        '"The model `x` does not exist"; check the model\'s name and the address.',
    );
  });

  it("has the client's error as its cause, as a copy without headers", () => {
    const original = openai(401, { message: `Incorrect API key provided: ${key}` });
    const { cause } = convert(original);
    expect(cause).toBeInstanceOf(OpenAI.AuthenticationError);
    expect(cause).toMatchObject({ status: 401 });
    expect(cause).not.toHaveProperty("headers");
    expect(original).toHaveProperty("headers");
  });

  it("tells a key nowhere, however deep it is", () => {
    const deep: Record<string, unknown> = { authorization: `Bearer ${key}`, list: [key], [key]: 1 };
    deep["self"] = deep;
    const error = Object.assign(
      new OpenAI.APIError(401, { message: key, deep }, key, headers({ k: key })),
      {
        cause: new AggregateError([new Error(key)], key),
        request: { headers: { authorization: `Bearer ${key}` } },
        options: { headers: { authorization: "Bearer another.key.that.is.unknown" } },
      },
    );
    const made = convert(error);
    for (const text of [JSON.stringify(made), inspect(made, { depth: 10, showHidden: true })]) {
      expect(text).not.toContain(key);
      expect(text).not.toContain("another.key");
    }
  });

  it.each([
    ["a key that nobody named", `wrong: sk-ant-api03-${"x".repeat(40)}`, "wrong: [redacted]"],
    ["a header", "Authorization: Bearer abcdefgh12345678", "Authorization: Bearer [redacted]"],
    ["a password", "no https://me:p4ss@api.test/v1", "no https://me:[redacted]@api.test/v1"],
    ["a key in an address", "no /v1?api-key=p4ss&n=1", "no /v1?api-key=[redacted]&n=1"],
    ["what was masked", "wrong: sk-abc***xyz", "wrong: sk-abc***xyz"],
    ["a name that looks like one", "no model ask-gpt-4", "no model ask-gpt-4"],
  ])("takes %s out of its message, or leaves it", (_what, message, expected) => {
    const made = toProviderError(openai(400, { message }), { provider: "openai" });
    expect((made as ProviderError).message).toContain(`"${expected}"`);
  });

  it("is a Rivulet error, also of another copy of the package", () => {
    const made = convert(openai(500, {}));
    expect(made).toBeInstanceOf(ProviderError);
    expect(RivuletError.isInstance(made)).toBe(true);
    expect(ProviderError.isProviderError(new RunCancelledError("left"))).toBe(false);
  });

  it("of a stream without its last event can be tried again", () => {
    const made = createIncompleteStreamError({ provider: "anthropic", missing: "message_stop" });
    expect(made).toMatchObject({
      code: "PROVIDER_STREAM",
      isRetryable: true,
      provider: "anthropic",
    });
    expect(made.message).toBe(
      "anthropic ended its answer without message_stop, so a part of it is missing; try again.",
    );
  });
});

it("says no more of what a provider says than can be read", () => {
  const page = `<html>${"x".repeat(100_000)}`;
  const { message, providerCode, status } = convert(
    openai(502, { message: page, code: "c".repeat(100_000) }),
  );
  expect(message.length).toBeLessThan(1500);
  expect(message).toContain("<html>xxx");
  expect(message).toMatch(/try again later\.$/u);
  expect(providerCode?.length).toBeLessThan(300);
  expect(status).toBe(502);
});
