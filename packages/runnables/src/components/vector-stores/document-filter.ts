import { InvalidArgumentError, isPlainObject } from "@rivulet/core";
import type { Document } from "../../documents/document.ts";

/**
 * Which documents a search may find: a function that says so of each, or an object of metadata fields, all of which a
 * document must have with an equal value.
 *
 * @example
 * await store.similaritySearch("cats", 4, { language: "en" });
 * await store.similaritySearch("cats", 4, ({ metadata }) => Number(metadata["page"]) > 10);
 */
export type DocumentFilter = ((document: Document) => boolean) | Readonly<Record<string, unknown>>;

/**
 * The function that a filter stands for, for stores of your own; `undefined` where every document passes.
 *
 * @throws {@link InvalidArgumentError} when it is neither a function nor a plain object.
 */
export function toDocumentPredicate(
  filter: DocumentFilter | undefined,
): ((document: Document) => boolean) | undefined {
  if (filter === undefined) return undefined;
  if (isFunction(filter)) return filter;
  if (!isPlainObject(filter)) {
    throw InvalidArgumentError.of(
      "filter was",
      filter,
      "a function of a document, or an object of metadata fields",
    );
  }
  const fields = Object.entries(filter);
  return ({ metadata }) =>
    fields.every(
      ([key, value]) => Object.hasOwn(metadata, key) && isEqualValue(metadata[key], value),
    );
}

function isFunction(filter: DocumentFilter): filter is (document: Document) => boolean {
  return typeof filter === "function";
}

function isEqualValue(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (Array.isArray(one) && Array.isArray(other)) return haveEqualEntries(one, other);
  return isPlainObject(one) && isPlainObject(other) && haveEqualEntries(one, other);
}

function haveEqualEntries(one: object, other: object): boolean {
  const entries = Object.entries(one);
  return (
    entries.length === Object.keys(other).length &&
    entries.every(
      ([key, value]) =>
        Object.hasOwn(other, key) && isEqualValue(value, Reflect.get(other, key) as unknown),
    )
  );
}
