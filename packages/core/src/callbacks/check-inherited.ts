import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";

/**
 * Checks the tags and metadata that a run, or the runs in a place, are to have. A string would else become a tag per letter.
 *
 * @throws {@link InvalidArgumentError} when the tags are no list of strings, or the metadata is no object.
 */
export function checkInherited({
  tags,
  metadata,
}: {
  readonly tags?: unknown;
  readonly metadata?: unknown;
}): void {
  if (
    tags !== undefined &&
    !(Array.isArray(tags) && tags.every((tag) => typeof tag === "string"))
  ) {
    throw InvalidArgumentError.of("tags was", tags, "a list of strings");
  }
  if (metadata === undefined) return;
  if (typeof metadata !== "object" || metadata === null || Array.isArray(metadata)) {
    throw InvalidArgumentError.of("metadata was", metadata, "an object");
  }
}
