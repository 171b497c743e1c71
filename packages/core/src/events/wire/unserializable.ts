/**
 * What stands, after parsing, in the place of a value that could not be serialised. Serialising it again gives the same
 * marker, so an event may pass through any number of processes.
 *
 * @example
 * const { data } = parseEvent(serializeEvent(event));
 * if (data.output instanceof Unserializable) console.log(data.output.kind); // "function"
 */
export class Unserializable {
  /**
   * What kind of value it was: `function`, `symbol`, `bigint`, `string` (too long), `cycle`, `depth` (nested too deep),
   * `items` (the rest of a list or object that was too large), `object` (without content to serialise), `unreadable`
   * (reading it threw), or the name of a kind that this version does not know.
   */
  readonly kind: string;
  /** What is known about it, at most some 200 characters: a function's name, a bigint's digits, a string's beginning. */
  readonly description: string;

  constructor(kind: string, description: string) {
    this.kind = kind;
    this.description = description;
  }

  /** The marker as text, where a text is wanted. */
  toString(): string {
    return `[${this.kind}: ${this.description}]`;
  }
}
