import { transformJSONSchema } from "@anthropic-ai/sdk/lib/transform-json-schema";
import { InvalidArgumentError } from "@rivulet/core";
import type {
  JsonSchema,
  StructuredOutputBinding,
  StructuredOutputRequest,
} from "@rivulet/runnables";
import type { ChatAnthropicCallOptions } from "../chat-anthropic-fields.ts";
import { toAnthropicTool } from "./to-anthropic-tool.ts";
import { isThinking, type RequestParameters } from "./to-request-parameters.ts";

type Binding = StructuredOutputBinding<ChatAnthropicCallOptions>;

/**
 * How the API is asked for an answer in a form: by a tool that must be called, else by a schema for the text. By default the former,
 * except of a model that thinks, which cannot be made to call a tool.
 *
 * @throws {@link InvalidArgumentError} when the method is another, or the schema is not that of an object.
 */
export function bindStructuredOutput(
  request: StructuredOutputRequest,
  parameters: RequestParameters,
): Binding {
  const thinks = isThinking(parameters);
  const { method = thinks ? "jsonSchema" : "functionCalling" } = request;
  if (method === "jsonMode") {
    throw new InvalidArgumentError(
      'Anthropic has no JSON mode without a schema; leave the method out, or take "functionCalling" or "jsonSchema".',
    );
  }
  if (method === "functionCalling") return bindTool(request, thinks);
  const format = { type: "json_schema" as const, schema: toEnforceable(request.schema) };
  return { method, options: { outputConfig: { format } } };
}

function bindTool(
  { name, description, schema, strict }: StructuredOutputRequest,
  thinks: boolean,
): Binding {
  const tool = toAnthropicTool({
    name,
    description,
    schema: strict === true ? toEnforceable(schema) : schema,
  });
  return {
    method: "functionCalling",
    options: {
      tools: [strict === undefined ? tool : { ...tool, strict }],
      tool_choice: thinks ? "auto" : name,
    },
  };
}

// The provider enforces a part of JSON schema; the client's own translation keeps the rest as descriptions.
function toEnforceable(schema: JsonSchema): Record<string, unknown> {
  return transformJSONSchema({ ...schema });
}
