import { InvalidArgumentError } from "@rivulet/core";

import { inspectForm, type InspectFunction, inspectKey } from "../util/inspect-form.ts";
import { presentFields } from "../util/present-fields.ts";
import { isMessageContent, isTextContentBlock, type MessageContent } from "./content-block.ts";
import { emptyRecord } from "./empty-values.ts";
import { messageMarker, type MessageClassName } from "./message-marker.ts";
import type { MessageType } from "./message-type.ts";
import type { StandardContentBlock } from "./standard-content-block.ts";
import { toStandardBlocks } from "./to-standard-blocks.ts";

/** What a message is made from. */
export interface BaseMessageFields {
  readonly content: MessageContent;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly additional_kwargs?: Readonly<Record<string, unknown>> | undefined;
  readonly response_metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** What a message is made from: its content, or in its place blocks that are the same for all providers. */
export type MessageFields =
  | BaseMessageFields
  | (Omit<BaseMessageFields, "content"> & {
      readonly content?: undefined;
      readonly contentBlocks: readonly StandardContentBlock[];
    });

/** A message for JSON: its type, its content and every other field that is not empty. */
export interface JsonMessage {
  readonly type: MessageType;
  readonly content: MessageContent;
  readonly [field: string]: unknown;
}

/**
 * One message of a conversation: the base of `SystemMessage`, `HumanMessage`, `AIMessage` and `ToolMessage`.
 *
 * A message is a value: nobody changes it, nor what its fields hold. It is recognised by `isBaseMessage`, also when
 * another copy of the package made it.
 */
export abstract class BaseMessage {
  // `declare`: a field that is first defined and then assigned doubles the cost of a chunk.
  /** What the message says. */
  declare readonly content: MessageContent;
  /** The provider's id of the message. */
  declare readonly id: string | undefined;
  /** Who speaks, where several speak in one role; the tool's name in a tool message. */
  declare readonly name: string | undefined;
  /** What the provider sends beyond the other fields. */
  declare readonly additional_kwargs: Readonly<Record<string, unknown>>;
  /** Facts about the response: model name, finish reason, log probabilities. */
  declare readonly response_metadata: Readonly<Record<string, unknown>>;

  /** @throws {@link InvalidArgumentError} when the content is neither a string nor a list */
  constructor(input: MessageContent | MessageFields | Partial<BaseMessageFields>) {
    if (typeof input === "string") {
      this.content = input;
      this.id = undefined;
      this.name = undefined;
      this.additional_kwargs = emptyRecord;
      this.response_metadata = emptyRecord;
      return;
    }
    const fields = isMessageContent(input) ? { content: input } : input;
    // Not a private method: its brand would be one more property of every chunk.
    this.content = readContent(this, fields);
    this.id = fields.id;
    this.name = fields.name;
    this.additional_kwargs = fields.additional_kwargs ?? emptyRecord;
    this.response_metadata = fields.response_metadata ?? emptyRecord;
  }

  /**
   * Whether a value is a message of this kind, or a chunk of one; also when another copy of the package made it. A class that is
   * derived from one of the package is of the same kind.
   */
  // A getter, so that the function knows its class also where it is handed on, as in `filter(AIMessage.isInstance)`.
  static get isInstance(): (value: unknown) => value is BaseMessage {
    const name = this.prototype[messageMarker] ?? "";
    return (value): value is BaseMessage =>
      // That of a chunk begins with that of a message.
      (value as Partial<BaseMessage> | null | undefined)?.[messageMarker]?.startsWith(name) ===
      true;
  }

  abstract get [messageMarker](): MessageClassName;

  /** Who speaks. */
  abstract getType(): MessageType;

  /** The same as `getType()`. */
  get type(): MessageType {
    return this.getType();
  }

  /** The text of the content: the string itself, or the text blocks joined. */
  get text(): string {
    if (typeof this.content === "string") return this.content;
    return this.content.map((block) => (isTextContentBlock(block) ? block.text : "")).join("");
  }

  /**
   * The content as blocks, for all providers alike: a text is one block, what a model thought is `reasoning`, and the tools
   * that it calls are `tool_call`s. Other blocks are as the provider has them. A new list with each reading.
   */
  get contentBlocks(): StandardContentBlock[] {
    return toStandardBlocks(this);
  }

  /**
   * The content and every other field that is not empty: what a message of the same class can be made from again.
   * Fields that are computed from others are left out.
   */
  toFields(): Readonly<Record<string, unknown>> & { readonly content: MessageContent } {
    return {
      content: this.content,
      ...presentFields({
        id: this.id,
        name: this.name,
        additional_kwargs: filled(this.additional_kwargs),
        response_metadata: filled(this.response_metadata),
      }),
    };
  }

  /** The form that `JSON.stringify` writes: the type and the fields of {@link BaseMessage.toFields}. */
  toJSON(): JsonMessage {
    return { type: this.getType(), ...this.toFields() };
  }

  /** The form that `console.log` prints in Node, e.g. `AIMessageChunk { content: ' Hello' }`. */
  [inspectKey](depth: number, options?: object, inspect?: InspectFunction): string {
    return inspectForm(this.constructor.name, this.toFields(), { depth, options, inspect });
  }
}

/** A model may answer with tool calls alone; anybody else who has nothing to say made a mistake. */
function readContent(message: BaseMessage, fields: unknown): MessageContent {
  const { contentBlocks, content = contentBlocks } = Object(fields) as Record<string, unknown>;
  if (isMessageContent(content)) return content;
  if (content == null && Object(fields) === fields && message.getType() === "ai") return "";
  throw InvalidArgumentError.of(
    `The content of a ${message.constructor.name} was`,
    content,
    "a string or a list of content blocks",
  );
}

function filled<Fields extends object>(record: Fields): Fields | undefined {
  return Object.keys(record).length > 0 ? record : undefined;
}
