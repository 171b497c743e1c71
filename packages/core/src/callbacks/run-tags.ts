import { emptyList } from "../util/empty-list.ts";
import { union, type RunContext } from "./run-context.ts";

/** The tags that a run is given, by where they come from. */
export interface GivenTags {
  readonly positionalTags?: readonly string[] | undefined;
  /** Its own. */
  readonly tags?: readonly string[] | undefined;
}

/** The tags of a run: positional, then own, then inherited. */
export function runTags(
  { localTags, tags: inherited }: RunContext,
  { positionalTags = emptyList, tags: own = emptyList }: GivenTags,
): readonly string[] {
  const positional = localTags.length === 0 ? positionalTags : union(localTags, positionalTags);
  // Most runs have tags of one kind at most: that list is theirs as it is.
  if (own.length === 0 && inherited.length === 0) return positional;
  if (own.length === 0 && positional.length === 0) return inherited;
  return Object.freeze([...union(union(positional, own), inherited)]);
}
