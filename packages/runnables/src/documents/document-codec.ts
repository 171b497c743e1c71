import { isPlainObject } from "@rivulet/core";
import { FieldReader, isString } from "../util/field-reader.ts";
import { Document } from "./document.ts";

/** A document taken apart: the name of its class and the fields to make it from again. */
export interface EncodedDocument {
  readonly type: "Document";
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Takes a document apart, so that {@link documentFromFields} can make an equal one; the values are not copied. */
export function documentToFields(document: Document): EncodedDocument {
  return { type: "Document", fields: { ...document.toFields() } };
}

/**
 * Makes a document from its fields; unknown fields are ignored.
 *
 * @throws {@link InvalidArgumentError} when a field has the wrong shape
 */
export function documentFromFields(fields: Readonly<Record<string, unknown>>): Document {
  const reader = new FieldReader("a Document", fields);
  return new Document({
    pageContent: reader.required("pageContent", isString),
    metadata: reader.optional("metadata", isPlainObject),
    id: reader.optional("id", isString),
  });
}
