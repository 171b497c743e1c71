import type { SchemaIssue, StandardSchema } from "@rivulet/runnables";
import { HttpProblemError } from "./http-problem-error.ts";

/** How many faults one document names. */
const maxNamedFaults = 20;

/** How long what is said of one may be, in characters: it may repeat what came in. */
const maxFaultLength = 200;

/**
 * What a schema makes of a value that came in.
 *
 * @throws {@link HttpProblemError} 422 when the schema refuses it; `errors` says where and why.
 */
export async function validateInput(
  schema: StandardSchema | undefined,
  value: unknown,
  where = "",
): Promise<unknown> {
  if (schema === undefined) return value;
  const result = await schema["~standard"].validate(value);
  if (result.issues === undefined) return result.value;
  throw invalidValue(result.issues, where);
}

/** The refusal of a value in which a schema found these faults, at this JSON pointer of the body. */
export function invalidValue(issues: readonly SchemaIssue[], where = ""): HttpProblemError {
  return new HttpProblemError({
    status: 422,
    title: "Invalid input",
    detail: "The body is JSON, but not what is expected here; see `errors`.",
    extensions: {
      errors: issues.slice(0, maxNamedFaults).map(({ message, path = [] }) => ({
        pointer: (where + path.map(toPointerPart).join("")).slice(0, maxFaultLength),
        detail: message.slice(0, maxFaultLength),
      })),
    },
  });
}

function toPointerPart(segment: PropertyKey | { readonly key: PropertyKey }): string {
  const key = String(typeof segment === "object" ? segment.key : segment);
  return `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
