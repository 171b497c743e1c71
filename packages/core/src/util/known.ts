/** A value that is known, where `undefined` is a value too and "not known" must be told apart from it. */
export interface Known<Value> {
  readonly value: Value;
}
