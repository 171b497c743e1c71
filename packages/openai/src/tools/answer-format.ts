import { InvalidArgumentError } from "@rivulet/core";
import type { StructuredOutputBinding, StructuredOutputRequest } from "@rivulet/runnables";
import type { ChatOpenAICallOptions } from "../chat-openai-fields.ts";
import { canFollowSchema } from "../messages/model-kind.ts";
import { findLoosePlace, toStrictSchema } from "./strict-schema.ts";

/**
 * How a model is asked for an answer in a form: held to its JSON schema, or (`jsonMode`) to JSON alone. `undefined` where it
 * shall be by a tool.
 *
 * @throws {@link InvalidArgumentError} when the schema shall be followed to the letter, and cannot be.
 */
export function toAnswerFormat(
  request: StructuredOutputRequest,
  model: string,
): StructuredOutputBinding<ChatOpenAICallOptions> | undefined {
  const method = request.method ?? (canFollowSchema(model) ? "jsonSchema" : "functionCalling");
  switch (method) {
    case "functionCalling":
      return undefined;
    case "jsonMode":
      return { method, options: { response_format: { type: "json_object" } } };
    case "jsonSchema":
      return { method, options: { response_format: toJsonSchemaFormat(request) } };
  }
}

function toJsonSchemaFormat(
  request: StructuredOutputRequest,
): Extract<ChatOpenAICallOptions["response_format"], { type: "json_schema" }> {
  const { name, description } = request;
  const loose = findLoosePlace(request.schema);
  if (loose !== undefined && request.strict === true) {
    throw new InvalidArgumentError(
      `OpenAI cannot follow the schema ${name} to the letter, since ${loose} is optional or open; make it required (nullable, if it may be missing), or leave strict out.`,
    );
  }
  const strict = request.strict ?? loose === undefined;
  const schema = strict ? toStrictSchema(request.schema) : request.schema;
  return {
    type: "json_schema",
    json_schema: {
      // The API takes no other characters, and not more of them.
      name: name.replaceAll(/[^\w-]/gu, "_").slice(0, 64),
      ...(description !== "" && { description }),
      schema: schema,
      strict,
    },
  };
}
