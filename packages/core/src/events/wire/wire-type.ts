/**
 * How one class travels: a package of components passes one for each class whose instances are to come back as
 * themselves.
 *
 * @example
 * const pointType: WireType<Point> = {
 *   tag: "point",
 *   is: (value) => value instanceof Point,
 *   toFields: ({ x, y }) => ({ x, y }),
 *   fromFields: (fields) => new Point(pointFields.parse(fields)),
 * };
 */
export interface WireType<Value = unknown> {
  /** The class's name on the wire: stable, and unique within a codec. */
  readonly tag: string;
  /** Whether a value is of this class. Asked only about instances of classes, never about plain objects and arrays. */
  is(value: unknown): value is Value;
  /** What makes up a value: anything that the codec can serialise, other types included. */
  toFields(value: Value): unknown;
  /** A value made from its fields again. They came over a wire: it should check them and throw when they are wrong. */
  fromFields(fields: unknown): Value;
}
