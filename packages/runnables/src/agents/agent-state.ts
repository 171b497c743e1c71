import { isPlainObject } from "@rivulet/core";
import { toMessages, type ChatModelInput } from "../components/models/base-chat-model.ts";
import { InvalidInputError } from "../errors/invalid-input-error.ts";
import type { BaseMessage } from "../messages/base-message.ts";
import { isBaseMessage } from "../messages/is-message.ts";
import type { MessageLike } from "../messages/message-like.ts";
import type { Accumulator } from "../pipeline/accumulator.ts";
import { isPromptValue } from "../prompt-values/prompt-value.ts";

/** What an agent takes: the conversation so far, or what a chat model takes. */
export type AgentInput = { readonly messages: readonly MessageLike[] } | ChatModelInput;

/**
 * What an agent gives: the whole conversation, the messages that it was given first and the answer last. While it streams,
 * what was added to it.
 */
export interface AgentState {
  readonly messages: readonly BaseMessage[];
}

/**
 * The conversation that an agent's input stands for.
 *
 * @throws {@link InvalidInputError} when it stands for none, and what making its messages throws.
 */
export function toConversation(input: AgentInput): readonly BaseMessage[] {
  const given: unknown = input;
  if (isConversation(given)) return toMessages(given.messages);
  if (typeof given === "string" || Array.isArray(given) || isPromptValue(given))
    return toMessages(given as ChatModelInput);
  throw InvalidInputError.of(
    "An agent was given",
    given,
    "{ messages: [...] }, a text or a list of messages",
  );
}

function isConversation(given: unknown): given is { readonly messages: readonly MessageLike[] } {
  return (
    isPlainObject(given) && !isBaseMessage(given) && !isPromptValue(given) && "messages" in given
  );
}

/** Adds up what agents stream: the lists of messages, one behind the other. */
export class AgentStateAccumulator implements Accumulator<AgentState> {
  readonly #messages: BaseMessage[] = [];

  add({ messages }: AgentState): void {
    this.#messages.push(...messages);
  }

  get value(): AgentState {
    return { messages: [...this.#messages] };
  }
}
