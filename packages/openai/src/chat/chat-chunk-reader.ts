import { createIncompleteStreamError } from "@rivulet/provider";
import { AIMessage, AIMessageChunk, concatChunks, type UsageMetadata } from "@rivulet/runnables";
import type { ChatCompletionChunk } from "openai/resources/chat/completions";
import { fromCompletionUsage } from "../messages/usage.ts";
import { compact } from "../util/compact.ts";
import { fromChatDelta } from "./from-chat-delta.ts";

type Choice = ChatCompletionChunk.Choice;

/**
 * Makes an answer's message chunks of the chunks that Chat Completions streams: one for each that says something of the first
 * choice, then one with the facts: why it ended, what it used, the other choices.
 */
export class ChatChunkReader {
  readonly #requestId: string | undefined;
  readonly #choices = new Map<number, ChoiceState>();
  #head: ChatCompletionChunk | undefined;
  #usage: UsageMetadata | undefined;
  #tier: string | undefined;
  #fingerprint: string | undefined;

  constructor(requestId?: string) {
    this.#requestId = requestId;
  }

  /** What the chunk says of the first choice, or nothing: it announces a role, ends the answer, or is of another choice. */
  read(chunk: ChatCompletionChunk): AIMessageChunk | undefined {
    this.#note(chunk);
    let said: AIMessageChunk | undefined;
    // Servers that only speak the format leave the choices out where they tell the usage.
    const choices: readonly Choice[] | null | undefined = chunk.choices;
    for (const choice of choices ?? []) {
      const state = this.#stateOf(choice);
      const message = fromChatDelta(choice, chunk.id);
      if (message === undefined) continue;
      if (choice.index === 0) said = message;
      else state.chunks.push(message);
    }
    return said;
  }

  /**
   * The last chunk, with the facts of the answer.
   *
   * @throws {@link ProviderError} when the stream has ended before a choice had.
   */
  end(): AIMessageChunk {
    const head = this.#head;
    const first = this.#choices.get(0);
    for (const { finishReason } of this.#choices.values()) {
      if (finishReason === undefined) this.#failIncomplete();
    }
    if (head === undefined || first === undefined) return this.#failIncomplete();
    return new AIMessageChunk({
      id: head.id,
      usage_metadata: this.#usage,
      response_metadata: compact({
        model_provider: "openai",
        model_name: head.model,
        id: head.id,
        finish_reason: first.finishReason,
        system_fingerprint: this.#fingerprint,
        service_tier: this.#tier,
        request_id: this.#requestId,
        other_choices: this.#otherChoices(),
      }),
    });
  }

  #note(chunk: ChatCompletionChunk): void {
    // Azure begins with a chunk about the prompt, which has no id.
    if (this.#head === undefined || this.#head.id === "") this.#head = chunk;
    // Some servers count up in each chunk: the last count is the whole.
    if (chunk.usage != null) this.#usage = fromCompletionUsage(chunk.usage);
    this.#tier = chunk.service_tier ?? this.#tier;
    this.#fingerprint = chunk.system_fingerprint ?? this.#fingerprint;
  }

  #stateOf({ index, finish_reason: reason }: Choice): ChoiceState {
    let state = this.#choices.get(index);
    if (state === undefined) {
      state = { finishReason: undefined, chunks: [] };
      this.#choices.set(index, state);
    }
    // Some servers say "" where the API says null.
    state.finishReason = reason || state.finishReason;
    return state;
  }

  #otherChoices(): readonly AIMessage[] | undefined {
    const others = [...this.#choices].filter(([index]) => index !== 0);
    if (others.length === 0) return undefined;
    return others
      .toSorted(([left], [right]) => left - right)
      .map(([index, { chunks, finishReason }]) => {
        const { response_metadata: facts, ...fields } = concatChunks(chunks);
        return new AIMessage({
          ...fields,
          response_metadata: { ...facts, index, finish_reason: finishReason },
        });
      });
  }

  #failIncomplete(): never {
    throw createIncompleteStreamError({
      provider: "openai",
      missing: "finish_reason",
      requestId: this.#requestId,
    });
  }
}

interface ChoiceState {
  finishReason: string | undefined;
  /** What another choice than the first has said. */
  readonly chunks: AIMessageChunk[];
}
