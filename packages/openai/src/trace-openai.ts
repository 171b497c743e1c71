import { traceClient, type TracedClientOptions, type TracedEndpoint } from "@rivulet/provider";
import type { AIMessageChunk, ModelFacts } from "@rivulet/runnables";
import type { OpenAI as Client } from "openai";
import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionCreateParams,
} from "openai/resources/chat/completions";
import type { Completion, CompletionCreateParams } from "openai/resources/completions";
import type { CreateEmbeddingResponse, EmbeddingCreateParams } from "openai/resources/embeddings";
import type {
  Response,
  ResponseCreateParams,
  ResponseStreamEvent,
} from "openai/resources/responses/responses";
import { ChatChunkReader } from "./chat/chat-chunk-reader.ts";
import { fromChatCompletion } from "./chat/from-chat-completion.ts";
import { toServerFacts } from "./client/server-facts.ts";
import { CompletionReader } from "./completions/completion-reader.ts";
import { toVector } from "./embeddings/to-vector.ts";
import { fromResponse } from "./responses/from-response.ts";
import { ResponseEventReader } from "./responses/response-event-reader.ts";

const chatCompletions: TracedEndpoint<
  ChatCompletionCreateParams,
  ChatCompletion,
  ChatCompletionChunk,
  AIMessageChunk
> = {
  type: "chat_model",
  name: "chat.completions.create",
  toInput: ({ messages }) => ({ messages: [[...messages]] }),
  toFacts: (body) =>
    withoutNulls({
      ...samplingFacts(body),
      maxTokens: body.max_completion_tokens ?? body.max_tokens,
      reasoningLevel: body.reasoning_effort,
    }),
  toOutput: (completion, { requestId }) => fromChatCompletion(completion, requestId),
  createReader: ({ requestId }) => new ChatChunkReader(requestId),
};

const responses: TracedEndpoint<
  ResponseCreateParams,
  Response,
  ResponseStreamEvent,
  AIMessageChunk
> = {
  type: "chat_model",
  name: "responses.create",
  toInput: ({ input, instructions }) => ({
    messages: [typeof input === "string" ? [{ role: "user", content: input }] : [...(input ?? [])]],
    ...(instructions != null && { instructions }),
  }),
  toFacts: (body) =>
    withoutNulls({
      model: body.model,
      temperature: body.temperature,
      topP: body.top_p,
      maxTokens: body.max_output_tokens,
      reasoningLevel: body.reasoning?.effort,
    }),
  toOutput: (response, { requestId }) => fromResponse(response, requestId),
  createReader: ({ requestId }) => new ResponseEventReader(requestId),
};

const completions: TracedEndpoint<CompletionCreateParams, Completion, Completion, string> = {
  type: "llm",
  name: "completions.create",
  toInput: ({ prompt }) => prompt,
  toFacts: (body) => withoutNulls({ ...samplingFacts(body), maxTokens: body.max_tokens }),
  toOutput: (completion) => new CompletionReader().read(completion),
  createReader: ({ requestId }) => {
    const reader = new CompletionReader(requestId);
    return {
      read: (completion) => reader.read(completion) || undefined,
      end: () => {
        reader.end();
        return undefined;
      },
    };
  },
};

const embeddings: TracedEndpoint<EmbeddingCreateParams, CreateEmbeddingResponse> = {
  type: "embedding",
  name: "embeddings.create",
  toInput: ({ input }) => (typeof input === "string" ? [input] : input),
  toFacts: ({ model, dimensions }) => ({ model, dimensions }),
  // The client asks for base64 by itself, and decodes it only after this.
  toOutput: ({ data }) => data.map(({ embedding }) => toVector(embedding)),
};

const endpoints: Readonly<Record<string, TracedEndpoint>> = {
  "/chat/completions": chatCompletions,
  "/responses": responses,
  "/completions": completions,
  "/embeddings": embeddings,
};

/**
 * A view of an official client, also of one for Azure or a proxy, whose calls are runs: chat completions and responses as
 * `chat_model`, text completions as `llm`, embeddings as `embedding`; by whatever method or helper they are made, and named after
 * the method that sends them (`chat.completions.create`). Use it as the client; see {@link traceClient} for what is told when.
 *
 * @example
 * const client = traceOpenAI(new OpenAI());
 * const stream = await client.chat.completions.create({ model, messages, stream: true });
 */
export function traceOpenAI<TracedClient extends Client>(
  client: TracedClient,
  options: TracedClientOptions = {},
): TracedClient {
  const { provider = "openai" } = toServerFacts(client);
  return traceClient(client, { ...options, provider, endpoints });
}

function samplingFacts(body: ChatCompletionCreateParams | CompletionCreateParams): Nullable {
  const { stop } = body;
  return {
    model: body.model,
    temperature: body.temperature,
    topP: body.top_p,
    stop: typeof stop === "string" ? [stop] : stop,
    seed: body.seed,
    frequencyPenalty: body.frequency_penalty,
    presencePenalty: body.presence_penalty,
    choiceCount: body.n,
  };
}

/** Facts as a body has them: the API takes `null` for what is not said. */
type Nullable = { readonly [Fact in keyof ModelFacts]: ModelFacts[Fact] | null };

function withoutNulls(facts: Nullable): ModelFacts {
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== null));
}
