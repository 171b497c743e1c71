import { InvalidArgumentError } from "@rivulet/core";
import type { StandardSchema } from "../../execution/standard-schema.ts";
import { toJsonSchema, type JsonSchema } from "../tools/to-json-schema.ts";

/** How a model is brought to answer in a form: by a JSON schema, by a tool that it must call, or told to write JSON. */
export type StructuredOutputMethod = "jsonSchema" | "functionCalling" | "jsonMode";

const methods: readonly unknown[] = ["jsonSchema", "functionCalling", "jsonMode"];

/** How `withStructuredOutput` works. */
export interface StructuredOutputOptions {
  /** What the form is called, to the model. Default: the schema's `title`, else `extract`. */
  readonly name?: string;
  /** By default what serves the provider best. */
  readonly method?: StructuredOutputMethod;
  /** Gives `{ raw, parsed }`: the message as well, and `null` for `parsed` where it does not fit. */
  readonly includeRaw?: boolean;
  /** Whether the provider shall enforce the schema, where it can. */
  readonly strict?: boolean;
}

/** A form that a model shall answer in, as its provider is asked for it. */
export interface StructuredOutputRequest {
  readonly name: string;
  readonly description: string;
  readonly schema: JsonSchema;
  /** The method that the user wants; absent when it is the provider's choice. */
  readonly method: StructuredOutputMethod | undefined;
  readonly strict: boolean | undefined;
}

/** How a provider answers such a request: by which method, and with which call options. */
export interface StructuredOutputBinding<Options> {
  readonly method: StructuredOutputMethod;
  readonly options: Partial<Options>;
}

/** What `includeRaw` gives. */
export interface RawAndParsed<Raw, Output> {
  readonly raw: Raw;
  /** `null` when the message has no such form; the parser's run tells why. */
  readonly parsed: Output | null;
}

/**
 * What a provider is asked for.
 *
 * @throws {@link InvalidArgumentError} when the method is unknown, or the schema has no JSON form.
 */
export function toStructuredOutputRequest(
  schema: StandardSchema | JsonSchema,
  { name, method, strict }: StructuredOutputOptions,
): StructuredOutputRequest {
  if (method !== undefined && !methods.includes(method)) {
    throw InvalidArgumentError.of(
      "The method of withStructuredOutput was",
      method,
      '"jsonSchema", "functionCalling" or "jsonMode"',
    );
  }
  const json = toJsonSchema(schema);
  const { title, description } = json;
  return {
    name: name ?? (typeof title === "string" && title !== "" ? title : "extract"),
    description: typeof description === "string" ? description : "",
    schema: json,
    method,
    strict,
  };
}
