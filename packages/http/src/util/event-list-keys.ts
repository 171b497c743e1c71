/** The lists of an event filter that travel in an address, by their names. */
export const eventListKeys = [
  "includeNames",
  "includeTypes",
  "includeTags",
  "includeEvents",
  "excludeNames",
  "excludeTypes",
  "excludeTags",
  "excludeEvents",
] as const;
