import type { OpenAI as Client } from "openai";
import type { OpenAIRequestOptions } from "../chat-openai-fields.ts";

/** What the client is told about one request: what the call says, and what aborts it. */
export function toRequestOptions(call: {
  readonly options?: OpenAIRequestOptions | undefined;
  readonly signal: AbortSignal;
}): Client.RequestOptions {
  return { ...(call.options as Client.RequestOptions | undefined), signal: call.signal };
}
