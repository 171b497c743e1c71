import { InvalidArgumentError } from "@rivulet/core";
import { inspectForm, type InspectFunction, inspectKey } from "../util/inspect-form.ts";

/** What a document's metadata is when nothing is said about it. */
export type DocumentMetadata = Readonly<Record<string, unknown>>;

/** What a document is made from. */
export interface DocumentInput<Metadata extends DocumentMetadata = DocumentMetadata> {
  readonly pageContent: string;
  readonly metadata?: Metadata | undefined;
  readonly id?: string | undefined;
}

/** A document as an object: what a store takes in the place of a {@link Document}. */
export interface DocumentInterface<Metadata extends DocumentMetadata = DocumentMetadata> {
  readonly pageContent: string;
  readonly metadata: Metadata;
  readonly id?: string | undefined;
}

const marker = Symbol.for("rivulet.document");

// What has a computed name: bundlers keep a class with one, used or not, so that it is not in the class itself.
abstract class MarkedValue {
  abstract toFields(): DocumentInput;

  get [marker](): true {
    return true;
  }

  /** The form that `console.log` prints in Node. */
  [inspectKey](depth: number, options?: object, inspect?: InspectFunction): string {
    return inspectForm(this.constructor.name, { ...this.toFields() }, { depth, options, inspect });
  }
}

/**
 * A piece of text with what is known about it: what retrievers find and vector stores keep.
 *
 * A value: nobody changes it. It prints as `Document { pageContent: '…' }`, without what is empty.
 */
export class Document<Metadata extends DocumentMetadata = DocumentMetadata> extends MarkedValue {
  readonly pageContent: string;
  /** Where the text comes from, and the like; `{}` when nothing was given. */
  readonly metadata: Metadata;
  /** Unique among the documents that belong together, where one was given. */
  readonly id: string | undefined;

  /** @throws {@link InvalidArgumentError} when there is no text. */
  constructor(input: DocumentInput<Metadata>) {
    const given: { readonly pageContent?: unknown } | null | undefined = input;
    if (typeof given?.pageContent !== "string") {
      throw InvalidArgumentError.of(
        "The pageContent of a document was",
        given?.pageContent,
        "a string",
      );
    }
    super();
    this.pageContent = input.pageContent;
    // Who asks for a metadata type and gives none has only himself to ask: as in LangChain.js.
    this.metadata = input.metadata ?? ({} as Metadata);
    this.id = input.id;
  }

  /** The content, and the metadata and id that are not empty. */
  override toFields(): DocumentInput<Metadata> {
    return {
      pageContent: this.pageContent,
      ...(Object.keys(this.metadata).length === 0 ? {} : { metadata: this.metadata }),
      ...(this.id === undefined ? {} : { id: this.id }),
    };
  }

  /** The form that `JSON.stringify` writes: `pageContent`, `metadata` and, where there is one, `id`. */
  toJSON(): DocumentInput<Metadata> {
    return {
      pageContent: this.pageContent,
      metadata: this.metadata,
      ...(this.id === undefined ? {} : { id: this.id }),
    };
  }
}

/** Whether a value is a document, also one made by another copy of the package. */
export function isDocument(value: unknown): value is Document {
  return typeof value === "object" && value !== null && marker in value;
}
