const maxLength = 64;
// What separates and matches in a list of namespaces, and what a terminal would obey.
const unsafe = /[\s,:*\p{C}\p{Zl}\p{Zp}]/gu;

/** A run's name as a part of a namespace: one word, of at most 64 characters, with `_` for what is not safe there. */
export function toSafeName(name: string): string {
  const short = name.length > maxLength ? `${name.slice(0, maxLength - 1)}…` : name;
  return short === "" ? "_" : short.replace(unsafe, "_");
}
