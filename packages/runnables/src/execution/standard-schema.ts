/**
 * The part of Standard Schema that is used here: what zod (4, and 3.24 or later), Valibot, ArkType and others offer, so that
 * a user's schema works whatever copy of whatever library it comes from.
 *
 * @see https://standardschema.dev
 */
export interface StandardSchema<Output = unknown> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
  };
}

/** What validating gives: a value, or what is wrong with it. */
export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

/** One thing that is wrong. */
export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** Whether a value is a schema. */
export function isStandardSchema(value: unknown): value is StandardSchema {
  return (
    (typeof value === "object" || typeof value === "function") &&
    value !== null &&
    "~standard" in value
  );
}

/** What zod's own methods give. */
type ZodResult<Output> =
  | { readonly success: true; readonly data: Output }
  | { readonly success: false; readonly error: { readonly issues: readonly SchemaIssue[] } };

/**
 * Validates a value, and waits where the schema does. Rejects with what a check of the user's throws.
 *
 * zod is asked by a method of its own: by the standard's it tries without waiting first, so that a check that waits is called
 * twice, and is an unhandled rejection, which ends the process, where it rejects.
 */
export async function validate<Output>(
  schema: StandardSchema<Output>,
  value: unknown,
): Promise<SchemaResult<Output>> {
  const { vendor } = schema["~standard"];
  const own: unknown = vendor === "zod" ? Reflect.get(schema, "safeParseAsync") : undefined;
  if (typeof own !== "function") return schema["~standard"].validate(value);
  const result = (await Reflect.apply(own, schema, [value])) as ZodResult<Output>;
  return result.success ? { value: result.data } : { issues: result.error.issues };
}

/** The issues as one phrase: `word: expected string; count: too small`. */
export function describeIssues(issues: readonly SchemaIssue[]): string {
  return issues
    .map(({ path = [], message }) =>
      path.length === 0 ? message : `${path.map(keyOf).join(".")}: ${message}`,
    )
    .join("; ");
}

function keyOf(segment: PropertyKey | { readonly key: PropertyKey }): string {
  return String(typeof segment === "object" ? segment.key : segment);
}
