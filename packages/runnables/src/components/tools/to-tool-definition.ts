import { describeValue, InvalidArgumentError } from "@rivulet/core";
import type { ToolInfo } from "../../execution/tool-component.ts";
import { toJsonSchema, type JsonSchema } from "./to-json-schema.ts";

/** A tool as models are told of it, in no provider's own form. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  /** The JSON schema of its arguments, which are an object. */
  readonly parameters: JsonSchema;
}

/** What says what a tool is: one made by `tool()` or `asTool()`, or an object with its name and schema. */
export type ToolLike = Pick<ToolInfo, "name"> & Partial<ToolInfo>;

const noParameters: JsonSchema = { type: "object", properties: {} };

/** Whether a value says what a tool is, and is not in a provider's own form. */
export function isToolLike(value: unknown): value is ToolLike {
  return (
    ((typeof value === "object" && value !== null) || typeof value === "function") &&
    "schema" in value &&
    "name" in value &&
    typeof value.name === "string"
  );
}

/**
 * A tool as models are told of it: how a provider brings what `bindTools` was given into its own form.
 *
 * @throws {@link InvalidArgumentError} when it has no name, when its schema has no JSON form, or is not that of an object.
 *
 * @example
 * const { name, description, parameters } = toToolDefinition(weather);
 */
export function toToolDefinition({ name, description, schema }: ToolLike): ToolDefinition {
  if (typeof name !== "string" || name === "") {
    throw InvalidArgumentError.of("The name of a tool was", name, "a string that is not empty");
  }
  const parameters = schema === undefined ? noParameters : toJsonSchema(schema);
  const { type } = parameters;
  if (type !== undefined && type !== "object") {
    throw new InvalidArgumentError(
      `The schema of the tool ${name} is that of ${describeValue(type)}; models call tools with an object, so give the schema of one.`,
    );
  }
  return { name, description: description ?? "", parameters };
}
