/**
 * The tags of a run that stands in a place called `tag` (`seq:step:2`). Made once for each place, when what has the places is
 * made: the list is that of every run there.
 */
export function positionalTag(tag: string): readonly string[] {
  return Object.freeze([tag]);
}
