/** The key under which Node's `util.inspect` and `console.log` look for an object's own printed form. */
export const inspectKey: unique symbol = Symbol.for("nodejs.util.inspect.custom");

/** `util.inspect`, as Node hands it to a method under {@link inspectKey}; other callers may leave it out. */
export type InspectFunction = (value: unknown, options?: object) => string;

/** What Node passes to a method under {@link inspectKey}: the levels that are left, its options and itself. */
export interface InspectCall {
  readonly depth: number;
  readonly options?: object | undefined;
  readonly inspect?: InspectFunction | undefined;
}

/**
 * Prints a value as its class name and the fields given, e.g. `AIMessageChunk { content: ' Hello' }`.
 *
 * Needs nothing of Node: without the `inspect` function that Node passes, the fields are printed as JSON.
 */
export function inspectForm(
  name: string,
  fields: Readonly<Record<string, unknown>>,
  call: InspectCall,
): string {
  if (call.depth < 0) return `[${name}]`;
  const printed =
    call.inspect === undefined
      ? JSON.stringify(fields)
      : call.inspect(fields, { ...call.options, depth: call.depth });
  return `${name} ${printed}`;
}
