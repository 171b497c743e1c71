import type { RunEvent, RunShape, RunShapes } from "@rivulet/core";
import type { Document } from "../documents/document.ts";
import type { AIMessageChunk } from "../messages/ai-message-chunk.ts";
import type { BaseMessage } from "../messages/base-message.ts";
import type { PromptValue } from "../prompt-values/prompt-value.ts";

interface ChatModelShape extends RunShape {
  readonly input: { readonly messages: readonly (readonly BaseMessage[])[] };
  readonly chunk: AIMessageChunk;
  readonly output: AIMessageChunk;
}

interface LlmShape extends RunShape {
  readonly input: string;
  readonly chunk: string;
  readonly output: string;
}

interface RetrieverShape extends RunShape {
  readonly input: { readonly query: string };
  readonly chunk: readonly Document[];
  readonly output: readonly Document[];
}

interface PromptShape extends RunShape {
  readonly output: PromptValue;
}

interface EmbeddingShape extends RunShape {
  readonly input: readonly string[];
  readonly output: readonly (readonly number[])[];
}

/** What goes into, streams from and comes out of each component of this package. */
export interface ComponentShapes extends RunShapes {
  readonly chat_model: ChatModelShape;
  readonly llm: LlmShape;
  readonly retriever: RetrieverShape;
  readonly prompt: PromptShape;
  readonly embedding: EmbeddingShape;
}

/**
 * An event of a run, discriminated by `event`: after `if (e.event === "on_chat_model_stream")` the compiler knows that
 * `e.data.chunk` is an `AIMessageChunk`.
 */
export type StreamEvent = RunEvent<ComponentShapes>;
