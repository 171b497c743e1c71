/** An empty list for all who need one: frozen, since many hold it. */
export const emptyList: readonly never[] = Object.freeze([]);
