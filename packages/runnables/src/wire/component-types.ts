import { InvalidArgumentError, isPlainObject } from "@rivulet/core";
import type { WireType } from "@rivulet/core/wire";
import { documentFromFields, documentToFields } from "../documents/document-codec.ts";
import { isDocument, type Document } from "../documents/document.ts";
import type { BaseMessage } from "../messages/base-message.ts";
import { isBaseMessage } from "../messages/is-message.ts";
import { messageFromFields, messageToFields } from "../messages/message-codec.ts";
import { promptValueFromFields, promptValueToFields } from "../prompt-values/prompt-value-codec.ts";
import { isPromptValue, type PromptValue } from "../prompt-values/prompt-value.ts";

const messageType: WireType<BaseMessage> = {
  tag: "message",
  is: isBaseMessage,
  toFields: messageToFields,
  fromFields: (encoded) => {
    const { type, fields } = readEncoded(encoded);
    return messageFromFields(type, fields);
  },
};

const documentType: WireType<Document> = {
  tag: "document",
  is: isDocument,
  toFields: (document) => documentToFields(document).fields,
  fromFields: (fields) => documentFromFields(readFields(fields)),
};

const promptValueType: WireType<PromptValue> = {
  tag: "prompt_value",
  is: isPromptValue,
  toFields: promptValueToFields,
  fromFields: (encoded) => {
    const { type, fields } = readEncoded(encoded);
    return promptValueFromFields(type, fields);
  },
};

/** How the values of this package travel: messages, documents and prompt values come back as themselves. */
export const componentTypes: readonly WireType[] = [messageType, documentType, promptValueType];

function readEncoded(encoded: unknown): {
  readonly type: string;
  readonly fields: Readonly<Record<string, unknown>>;
} {
  const { type, fields } = readFields(encoded);
  if (typeof type !== "string")
    throw new InvalidArgumentError("A value in wire form has no type; give what was serialised.");
  return { type, fields: readFields(fields) };
}

function readFields(fields: unknown): Readonly<Record<string, unknown>> {
  if (isPlainObject(fields)) return fields;
  throw new InvalidArgumentError(
    "The fields of a value in wire form are no object; give what was serialised.",
  );
}
