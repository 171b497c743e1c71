/** Where a promise finds the call that it tells of. */
export interface CallSource<Call = unknown> {
  /** Not there while the request is not known, nor where it is none. */
  readonly call: Call | undefined;
  /** Watches what the caller reads the answer by, from when the call is there. */
  watch(reachable: object): void;
}
