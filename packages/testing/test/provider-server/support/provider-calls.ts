import Anthropic from "@anthropic-ai/sdk";
import {
  anthropicMessage,
  openaiChat,
  openaiCompletion,
  openaiEmbeddings,
  openaiResponse,
  type ProviderResponse,
  type ProviderServer,
} from "@rivulet/testing/providers";
import OpenAI from "openai";

export function createOpenai(server: ProviderServer): OpenAI {
  return new OpenAI({
    baseURL: server.openaiBaseUrl,
    apiKey: "none",
    maxRetries: 0,
    logLevel: "off",
  });
}

export function createAnthropic(server: ProviderServer): Anthropic {
  return new Anthropic({
    baseURL: server.anthropicBaseUrl,
    apiKey: "none",
    maxRetries: 0,
    logLevel: "off",
  });
}

/** A call of an official client, the same for each endpoint. */
export interface ProviderCall {
  readonly path: string;
  readonly provider: "openai" | "anthropic";
  /** An answer whose text has characters of several bytes. */
  readonly answer: ProviderResponse;
  /** The text that the answer says. */
  readonly text: string;
  readonly whole: (server: ProviderServer, signal?: AbortSignal) => Promise<unknown>;
  readonly stream?: (server: ProviderServer) => Promise<AsyncIterable<unknown>>;
}

const chunks = ["Grüße", " aus", " Zürich 👋"];
const text = chunks.join("");
const messages = [{ role: "user" as const, content: "Hi" }];
const chatRequest = { model: "gpt-4.1", messages };
const responseRequest = { model: "gpt-4.1", input: "Hi" };
const completionRequest = { model: "gpt-3.5-turbo-instruct", prompt: "Hi" };
const messageRequest = { model: "claude-opus-5-5", max_tokens: 64, messages };

export const chatCall: ProviderCall = {
  path: "/v1/chat/completions",
  provider: "openai",
  answer: openaiChat({ chunks }),
  text,
  whole: (server, signal) => createOpenai(server).chat.completions.create(chatRequest, { signal }),
  stream: (server) =>
    createOpenai(server).chat.completions.create({ ...chatRequest, stream: true }),
};

export const responseCall: ProviderCall = {
  path: "/v1/responses",
  provider: "openai",
  answer: openaiResponse({ chunks }),
  text,
  whole: (server, signal) => createOpenai(server).responses.create(responseRequest, { signal }),
  stream: (server) => createOpenai(server).responses.create({ ...responseRequest, stream: true }),
};

export const completionCall: ProviderCall = {
  path: "/v1/completions",
  provider: "openai",
  answer: openaiCompletion({ chunks }),
  text,
  whole: (server, signal) => createOpenai(server).completions.create(completionRequest, { signal }),
  stream: (server) =>
    createOpenai(server).completions.create({ ...completionRequest, stream: true }),
};

export const embeddingsCall: ProviderCall = {
  path: "/v1/embeddings",
  provider: "openai",
  answer: openaiEmbeddings(),
  text: "",
  whole: (server, signal) =>
    createOpenai(server).embeddings.create(
      { model: "text-embedding-3-small", input: text },
      { signal },
    ),
};

export const messageCall: ProviderCall = {
  path: "/v1/messages",
  provider: "anthropic",
  answer: anthropicMessage({ chunks }),
  text,
  whole: (server, signal) => createAnthropic(server).messages.create(messageRequest, { signal }),
  stream: (server) => createAnthropic(server).messages.create({ ...messageRequest, stream: true }),
};

export const providerCalls: readonly ProviderCall[] = [
  chatCall,
  responseCall,
  completionCall,
  embeddingsCall,
  messageCall,
];

export type StreamedCall = ProviderCall & Required<Pick<ProviderCall, "stream">>;

export const streamedCalls: readonly StreamedCall[] = providerCalls.filter(
  (call): call is StreamedCall => call.stream !== undefined,
);

/** Reads a stream to its end, and what it failed with. */
export async function readAll<Item>(
  stream: AsyncIterable<Item> | null | undefined,
): Promise<{ items: Item[]; error: unknown }> {
  const items: Item[] = [];
  try {
    for await (const item of stream ?? []) items.push(item);
    return { items, error: undefined };
  } catch (error) {
    return { items, error };
  }
}

/** Sends a request without any client. */
export function post(server: ProviderServer, path: string, body: object): Promise<Response> {
  return fetch(server.url + path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}
