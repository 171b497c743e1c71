/** How a class that JavaScript itself has travels: its fields stand in the marker, beside the tag. */
export interface BuiltInType<Value = unknown> {
  /** What the marker says: `{"$rivulet": tag, ...fields}`. */
  readonly tag: string;
  /** What `Object.prototype.toString` says about its instances, of whichever realm. */
  readonly brands: readonly string[];
  toFields(value: Value): Readonly<Record<string, unknown>>;
  /** @throws when the fields are not what `toFields` gives. */
  fromFields(fields: Readonly<Record<string, unknown>>): Value;
}
