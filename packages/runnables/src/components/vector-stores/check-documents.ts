import { createRunId, describeValue, InvalidArgumentError } from "@rivulet/core";
import type { Document } from "../../documents/document.ts";

/**
 * The ids of documents that are added: those given, else the documents' own, else new ones. For stores of your own.
 *
 * @throws {@link InvalidArgumentError} when there are more or fewer ids than documents, or one is no text, empty or there twice.
 */
export function toDocumentIds(
  documents: readonly Document[],
  ids: readonly string[] | undefined,
): string[] {
  checkDocumentIds(ids ?? []);
  checkDocumentCount(ids?.length ?? documents.length, documents.length, "ids");
  const all = documents.map(({ id }, index) => ids?.[index] ?? id ?? createRunId());
  const seen = new Set([""]);
  checkDocumentIds(all);
  const bad = all.find((id) => seen.size === seen.add(id).size);
  if (bad === undefined) return all;
  throw new InvalidArgumentError(
    `The id ${describeValue(bad)} was given ${bad === "" ? "to a document" : "to two documents"}; give each one of its own.`,
  );
}

/**
 * Refuses ids to delete that are none. For stores of your own.
 *
 * @throws {@link InvalidArgumentError}
 */
export function checkDocumentIds(ids: readonly string[]): void {
  const given: unknown = ids;
  if (Array.isArray(given) && given.every((id) => typeof id === "string")) return;
  throw InvalidArgumentError.of("ids was", given, "an array of ids");
}

/**
 * Refuses a list that does not go with a list of documents. For stores of your own.
 *
 * @throws {@link InvalidArgumentError}
 */
export function checkDocumentCount(count: number, documentCount: number, what: string): void {
  if (count === documentCount) return;
  throw new InvalidArgumentError(
    `There are ${String(count)} ${what} for ${String(documentCount)} documents; give one for each.`,
  );
}
