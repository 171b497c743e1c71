import type { BaseMessage } from "./base-message.ts";
import type { MessageContent } from "./content-block.ts";

/** The roles that a message can be given by: LangChain's names and the providers'. */
export type MessageRole = "system" | "developer" | "human" | "user" | "ai" | "assistant" | "tool";

/** A role as code has it at hand; one that is not a {@link MessageRole} is refused when the message is made. */
export type MessageRoleLike = MessageRole | (string & Record<never, never>);

/** A message as an object, such as the providers' clients take; `type` may stand for `role`. */
export type MessageRecord = (
  | { readonly role: MessageRoleLike }
  | { readonly type: MessageRoleLike }
) & {
  readonly content?: MessageContent | null | undefined;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly additional_kwargs?: Readonly<Record<string, unknown>> | undefined;
  readonly response_metadata?: Readonly<Record<string, unknown>> | undefined;
  /** Of an assistant's message: parsed calls, or the ones of OpenAI's chat completions. */
  readonly tool_calls?: readonly object[] | undefined;
  /** Of a tool's message. */
  readonly tool_call_id?: string | undefined;
  readonly status?: "success" | "error" | undefined;
  readonly artifact?: unknown;
};

/** What can be given where a message is wanted: a message, a text (a user's), a pair of role and content, an object. */
export type MessageLike =
  | BaseMessage
  | string
  | readonly [role: MessageRoleLike, content: MessageContent]
  | MessageRecord;
