import { OutputParserError } from "../../errors/output-parser-error.ts";
import { describeIssues, validate, type StandardSchema } from "../../execution/standard-schema.ts";

/** What is parsed, for the error. */
export interface ParsedText {
  readonly parserName: string;
  readonly text: string;
}

/**
 * The value as a schema has it, with its defaults and transforms.
 *
 * Rejects with an {@link OutputParserError} when it does not fit.
 */
export async function fitSchema<Output>(
  schema: StandardSchema<Output>,
  value: unknown,
  { parserName, text }: ParsedText,
): Promise<Output> {
  const result = await validate(schema, value);
  if (result.issues === undefined) return result.value;
  throw new OutputParserError(
    `${parserName} found JSON that does not fit its schema: ${describeIssues(result.issues)}.`,
    { text },
  );
}
