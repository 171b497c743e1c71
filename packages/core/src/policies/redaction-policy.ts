/** What is not to leave the process, by where it stands, what it is called, or what it looks like. */
export interface RedactionPolicy {
  /**
   * Places in an event: `data.input.password`, `metadata.user`. `*` stands for any one step, `**` for any number of them.
   * What stands there is replaced as a whole.
   */
  readonly paths?: readonly string[];
  /** Names of fields, wherever they are, in capitals or not. What they hold is replaced as a whole. */
  readonly keys?: readonly string[];
  /**
   * What secrets look like. They are found in every text and key of an event, also where a stream cuts them: put a bound to
   * how long they can be, since what might go on is held back. References to groups are refused.
   */
  readonly patterns?: readonly (RegExp | string)[];
  /** What a secret is replaced by. Default `[redacted]`. */
  readonly replacement?: string;
  /** How deep values are looked through; what is deeper is replaced. Default 64. */
  readonly maxDepth?: number;
  /** How many values of one event are looked through; what is beyond is replaced. Default 100,000. */
  readonly maxValues?: number;
  /** How many characters a text may have; a longer one is replaced. Default 4,000,000. */
  readonly maxTextLength?: number;
  /** How many characters of a stream may wait for what follows; past that they, and the rest of the stream, are replaced. Default 4,096. */
  readonly maxHeldLength?: number;
  /** How many events of a root may wait for what follows; past that what is undecided is replaced. Default 1,000. */
  readonly maxHeldEvents?: number;
}
