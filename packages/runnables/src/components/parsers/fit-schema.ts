import { isPromiseLike, toPromise, type PromiseOrValue } from "@rivulet/core";
import { OutputParserError } from "../../errors/output-parser-error.ts";
import {
  describeIssues,
  type SchemaResult,
  type StandardSchema,
} from "../../execution/standard-schema.ts";

/** What is parsed, for the error. */
export interface ParsedText {
  readonly parserName: string;
  readonly text: string;
}

/**
 * The value as a schema has it, with its defaults and transforms.
 *
 * @throws {@link OutputParserError} when it does not fit; rejects with it where the schema is asynchronous.
 */
export function fitSchema<Output>(
  schema: StandardSchema<Output>,
  value: unknown,
  source: ParsedText,
): PromiseOrValue<Output> {
  const result = schema["~standard"].validate(value);
  return isPromiseLike(result)
    ? toPromise(result).then((settled) => valueOf(settled, source))
    : valueOf(result, source);
}

function valueOf<Output>(result: SchemaResult<Output>, { parserName, text }: ParsedText): Output {
  if (result.issues === undefined) return result.value;
  throw new OutputParserError(
    `${parserName} found JSON that does not fit its schema: ${describeIssues(result.issues)}.`,
    { text },
  );
}
