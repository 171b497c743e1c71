import { InvalidArgumentError, isPlainObject } from "@rivulet/core";

import type { BaseMessage } from "./base-message.ts";
import { HumanMessage } from "./human-message.ts";
import { isBaseMessage } from "./is-message.ts";
import { messageFromFields } from "./message-codec.ts";
import type { MessageLike, MessageRole } from "./message-like.ts";
import type { MessageClassName } from "./message-marker.ts";
import { splitToolCalls } from "./split-tool-calls.ts";

/**
 * Makes a message of what stands for one: a message stays itself, a text is a user's, a pair is role and content, an
 * object is as the providers' clients take it (an assistant's tool calls in OpenAI's form are parsed).
 *
 * The role `developer` is a system message that remembers it in `additional_kwargs`, as in LangChain.js.
 *
 * @throws {@link InvalidArgumentError} when the role is unknown, or a field is missing or has the wrong shape
 *
 * @example
 * coerceMessage(["system", "You are terse."]); // SystemMessage { content: 'You are terse.' }
 */
export function coerceMessage(like: MessageLike): BaseMessage {
  if (typeof like === "string") return new HumanMessage(like);
  if (isBaseMessage(like)) return like;
  const given: unknown = like;
  if (isPair(given)) return fromRole(given[0], { content: given[1] });
  if (isPlainObject(given)) return fromRole(given["role"] ?? given["type"], given);
  throw InvalidArgumentError.of(
    "A message was",
    given,
    "a message, a string, a pair [role, content] or { role, content }",
  );
}

/**
 * {@link coerceMessage} for a whole conversation, in its order.
 *
 * @throws {@link InvalidArgumentError} when it is no list, or as {@link coerceMessage} does
 */
export function coerceMessages(likes: readonly MessageLike[]): BaseMessage[] {
  const given: unknown = likes;
  if (!Array.isArray(given)) {
    throw InvalidArgumentError.of("A conversation was", given, "a list of messages");
  }
  return likes.map((like) => coerceMessage(like));
}

const classNameByRole: Readonly<Record<MessageRole, MessageClassName>> = {
  system: "SystemMessage",
  developer: "SystemMessage",
  human: "HumanMessage",
  user: "HumanMessage",
  ai: "AIMessage",
  assistant: "AIMessage",
  tool: "ToolMessage",
};

function fromRole(role: unknown, fields: Readonly<Record<string, unknown>>): BaseMessage {
  if (!isMessageRole(role)) {
    const known = Object.keys(classNameByRole).join(", ");
    throw InvalidArgumentError.of("The role of a message was", role, `one of ${known}`);
  }
  return messageFromFields(classNameByRole[role], adaptFields(role, fields));
}

function isPair(value: unknown): value is readonly [unknown, unknown] {
  return Array.isArray(value) && value.length === 2;
}

function isMessageRole(role: unknown): role is MessageRole {
  return typeof role === "string" && Object.hasOwn(classNameByRole, role);
}

function adaptFields(
  role: MessageRole,
  fields: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (role === "developer") {
    const given = fields["additional_kwargs"];
    const kwargs = isPlainObject(given) ? given : {};
    return { ...fields, additional_kwargs: { ...kwargs, __openai_role__: "developer" } };
  }
  const calls = fields["tool_calls"];
  if (classNameByRole[role] !== "AIMessage" || !Array.isArray(calls)) return fields;
  const split = splitToolCalls(calls);
  const invalid = fields["invalid_tool_calls"];
  const given: readonly unknown[] = Array.isArray(invalid) ? invalid : [];
  return { ...fields, ...split, invalid_tool_calls: [...given, ...split.invalid_tool_calls] };
}
