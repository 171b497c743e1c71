/** The default of every record field of a message: one frozen object for all, so that a default costs nothing. */
export const emptyRecord: Readonly<Record<string, never>> = Object.freeze({});

/** The default of every list field of a message. */
export const emptyList: readonly never[] = Object.freeze([]);
