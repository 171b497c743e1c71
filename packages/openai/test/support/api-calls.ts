import { ChatOpenAI, OpenAI, OpenAIEmbeddings, type OpenAIClientFields } from "@rivulet/openai";
import type { RunnableConfig, StreamEvent } from "@rivulet/runnables";
import {
  openaiChat,
  openaiCompletion,
  openaiEmbeddings,
  openaiResponse,
  type ProviderResponse,
  type ProviderServer,
} from "@rivulet/testing/providers";
import { secretKey } from "./with-server.ts";

/** One of the APIs, as a component calls it. */
export interface ApiCall {
  readonly api: string;
  readonly answer: ProviderResponse;
  /** What the answer adds up to. */
  readonly output: unknown;
  /** Calls it; what comes back is brought down to what `output` says. */
  readonly invoke: (fields: OpenAIClientFields, config?: RunnableConfig) => Promise<unknown>;
  /** Streams it, where it can be streamed. */
  readonly stream?: (fields: OpenAIClientFields, config?: RunnableConfig) => AsyncIterable<unknown>;
  readonly streamEvents?: (
    fields: OpenAIClientFields,
    config?: RunnableConfig,
  ) => AsyncIterable<StreamEvent>;
}

// Characters of two, three and four bytes.
const chunks = ["Grüße", " aus 서울", " 👋", "!"];
const text = chunks.join("");
const vectors = [
  [1, 0],
  [0, 1],
];

function chatCalls(api: string, answer: ProviderResponse, useResponsesApi: boolean): ApiCall {
  const modelOf = (fields: OpenAIClientFields): ChatOpenAI =>
    new ChatOpenAI({ ...fields, useResponsesApi });
  return {
    api,
    answer,
    output: text,
    invoke: async (fields, config) => (await modelOf(fields).invoke("Hi", config)).text,
    stream: (fields, config) => modelOf(fields).stream("Hi", config),
    streamEvents: (fields, config) => modelOf(fields).streamEvents("Hi", config),
  };
}

/** The four APIs that the package calls. */
export const apiCalls: readonly ApiCall[] = [
  chatCalls("Chat Completions", openaiChat({ chunks }), false),
  chatCalls("Responses", openaiResponse({ chunks }), true),
  {
    api: "text completion",
    answer: openaiCompletion({ chunks }),
    output: text,
    invoke: (fields, config) => new OpenAI(fields).invoke("Hi", config),
    stream: (fields, config) => new OpenAI(fields).stream("Hi", config),
    streamEvents: (fields, config) => new OpenAI(fields).streamEvents("Hi", config),
  },
  {
    api: "embeddings",
    answer: openaiEmbeddings({ vectors }),
    output: vectors,
    invoke: (fields, config) => new OpenAIEmbeddings(fields).embedDocuments(["a", "b"], config),
  },
];

/** How a component reaches the server; the client tries nothing twice. */
export function clientFields(
  server: ProviderServer,
  fields: OpenAIClientFields = {},
): OpenAIClientFields {
  const { configuration, ...rest } = fields;
  return {
    apiKey: secretKey,
    maxRetries: 0,
    configuration: { baseURL: server.openaiBaseUrl, ...configuration },
    ...rest,
  };
}
