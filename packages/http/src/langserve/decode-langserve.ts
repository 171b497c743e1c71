import { InvalidArgumentError, isPlainObject } from "@rivulet/core";
import {
  ChatPromptValue,
  coerceMessages,
  Document,
  StringPromptValue,
  type BaseMessage,
  type MessageLike,
} from "@rivulet/runnables";
import { fromWireValue } from "../util/wire-value.ts";

type Fields = Readonly<Record<string, unknown>>;

/** The deepest nesting that is read. */
const maxDepth = 100;

/**
 * The value that LangChain's clients have sent: messages and documents in LangServe's form or in the serialised one
 * (`lc: 1`) become ours. Of the serialised form only values are made, never a model, tool or secret.
 *
 * @throws {@link InvalidArgumentError} when a class is none of these, a field has the wrong shape, or it is nested too deep.
 */
export function decodeLangServe(json: unknown, depth = 0): unknown {
  if (typeof json !== "object" || json === null) return json;
  if (depth > maxDepth) {
    throw new InvalidArgumentError(
      `The value is nested deeper than ${String(maxDepth)} levels; send a flatter one.`,
    );
  }
  if (Array.isArray(json)) return json.map((item) => decodeLangServe(item, depth + 1));
  const given = json as Fields;
  if (given["lc"] === 1) return fromConstruction(given, depth);
  if (isMessage(given)) return makeMessage(String(given["type"]), given);
  const fields = decodeFields(given, depth);
  return toDocument(fields) ?? toPromptValue(fields) ?? fields;
}

function decodeFields(fields: Fields, depth: number): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([key, item]) => [key, decodeLangServe(item, depth + 1)]),
  );
}

function fromConstruction({ type, id, kwargs }: Fields, depth: number): unknown {
  const name: unknown = Array.isArray(id) ? id.at(-1) : undefined;
  if (type === "constructor" && typeof name === "string" && isPlainObject(kwargs)) {
    if (Object.hasOwn(messageClasses, name)) return makeMessage(name, kwargs);
    const make = Object.hasOwn(makers, name) ? makers[name] : undefined;
    if (make !== undefined) return make(camelToSnake(decodeFields(kwargs, depth)));
  }
  throw new InvalidArgumentError(
    "A value in LangChain's serialised form is no message, document or prompt value; send one of these.",
  );
}

const messageClasses: Readonly<Record<string, string>> = {
  system: "SystemMessage",
  SystemMessage: "SystemMessage",
  human: "HumanMessage",
  HumanMessage: "HumanMessage",
  HumanMessageChunk: "HumanMessage",
  ai: "AIMessage",
  AIMessage: "AIMessage",
  AIMessageChunk: "AIMessageChunk",
  tool: "ToolMessage",
  ToolMessage: "ToolMessage",
  ToolMessageChunk: "ToolMessage",
};

// By way of the wire form, which checks every field.
function makeMessage(name: string, fields: Fields): BaseMessage {
  return fromWireValue({
    $rivulet: "type",
    tag: "message",
    fields: { type: messageClasses[name], fields: withoutNull(fields) },
  }) as BaseMessage;
}

const makers: Readonly<Record<string, (fields: Fields) => unknown>> = {
  Document: ({ page_content: content, metadata, id }) =>
    new Document({
      pageContent: content as string,
      ...(isPlainObject(metadata) && { metadata }),
      ...(typeof id === "string" && { id }),
    }),
  ChatPromptValue: ({ messages }) => new ChatPromptValue(toMessages(messages)),
  ChatPromptValueConcrete: ({ messages }) => new ChatPromptValue(toMessages(messages)),
  StringPromptValue: ({ value, text }) => new StringPromptValue((value ?? text) as string),
};

// LangServe knows a message by what it has: a type, a content, and one of the fields that only messages have.
function isMessage({ type, content, additional_kwargs: kwargs }: Fields): boolean {
  return (
    typeof type === "string" &&
    Object.hasOwn(messageClasses, type) &&
    content !== undefined &&
    kwargs !== undefined
  );
}

function toDocument(fields: Fields): Document | undefined {
  const { metadata, page_content: snake, pageContent: camel = snake } = fields;
  if (typeof camel !== "string" || !isPlainObject(metadata)) return undefined;
  return makers["Document"]?.({ ...fields, page_content: camel }) as Document;
}

// LangChain.js sends the object's own fields, with its namespace; Python sends the type.
function toPromptValue(fields: Fields): unknown {
  const { type, lc_namespace: namespace, messages, value, text } = fields;
  const isPrompt =
    (Array.isArray(namespace) && namespace.includes("prompt_values")) ||
    type === "ChatPromptValue" ||
    type === "StringPromptValue";
  if (!isPrompt) return undefined;
  return Array.isArray(messages)
    ? makers["ChatPromptValue"]?.({ messages })
    : makers["StringPromptValue"]?.({ value: value ?? text });
}

function toMessages(messages: unknown): BaseMessage[] {
  return coerceMessages(messages as readonly MessageLike[]);
}

function withoutNull(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

// LangChain.js writes some fields in its own case.
function camelToSnake(fields: Fields): Fields {
  const { pageContent, ...rest } = withoutNull(fields);
  return pageContent === undefined ? rest : { page_content: pageContent, ...rest };
}
