import { InvalidArgumentError, isPlainObject, type Metadata, type RunManager } from "@rivulet/core";
import { checkName, ChunkAccumulator } from "@rivulet/core/runtime";
import { ToolInputError } from "../errors/tool-input-error.ts";
import type { ToolCall } from "../messages/tool-call.ts";
import { isContentBlock, type MessageContent } from "../messages/content-block.ts";
import { ToolMessage } from "../messages/tool-message.ts";
import { deliver, type FunctionComponent } from "./function-stage.ts";
import type { RunnableConfig } from "./runnable-config.ts";
import { describeIssues, isStandardSchema, validate } from "./standard-schema.ts";

/** What a tool is, to the model that may call it. */
export interface ToolInfo {
  readonly name: string;
  readonly description: string;
  /** What it takes: a zod schema, by which the input is checked, or a JSON schema, by which it is not. */
  readonly schema: object | undefined;
}

/** A tool call as a model makes it; a tool that is called with one answers with a `ToolMessage`. */
export type ToolCallInput = ToolCall & { readonly type: "tool_call" };

/** How a tool's runs are made. */
export interface ToolFields extends ToolInfo {
  readonly func: (input: never, config: RunnableConfig) => unknown;
  readonly tags?: readonly string[] | undefined;
  readonly metadata?: Metadata | undefined;
}

/**
 * What a tool is, checked.
 *
 * @throws {@link InvalidArgumentError} when it has no name, or what it takes is no schema.
 */
export function toToolInfo(
  info: Omit<ToolInfo, "schema"> & { readonly schema?: object },
): ToolInfo {
  const given: { readonly name?: unknown } | null | undefined = info;
  checkName("a tool", given?.name);
  const { name, description, schema } = info;
  checkToolSchema(name, schema);
  return { name, description, schema };
}

/**
 * Refuses what a tool's input could not be checked by, nor a model be told.
 *
 * @throws {@link InvalidArgumentError} when it is neither a schema nor `undefined`.
 */
export function checkToolSchema(name: string, schema: unknown): void {
  if (schema === undefined || isStandardSchema(schema) || isPlainObject(schema)) return;
  throw InvalidArgumentError.of(
    `The schema of the tool ${name} was`,
    schema,
    "a zod schema or a JSON schema",
  );
}

/** The component of a tool: its input is checked before its function is called. */
export function createToolComponent<Input, Output>(
  fields: ToolFields,
): FunctionComponent<Input, Output> {
  const { name, tags, metadata } = fields;
  return {
    type: "tool",
    name,
    tags,
    metadata,
    describeInput: (input) => argsOf(input),
    body: (input, config, run) => callTool(fields, input, { config, run }),
    createAccumulator: () => new ChunkAccumulator<Output>(),
  };
}

async function callTool(
  fields: ToolFields,
  input: unknown,
  { config, run }: { readonly config: RunnableConfig; readonly run: RunManager },
): Promise<unknown> {
  const args = await checkInput(fields, argsOf(input));
  const result: unknown = await (
    fields.func as (input: unknown, config: RunnableConfig) => unknown
  )(args, config);
  if (!isToolCall(input)) return result;
  return toToolMessage(await deliver(run, args, result), input, fields.name);
}

/** What a tool is called with, as its schema has it. Rejects with a {@link ToolInputError} when it does not fit. */
export async function checkInput({ schema, name }: ToolFields, args: unknown): Promise<unknown> {
  if (!isStandardSchema(schema)) return args;
  const result = await validate(schema, args);
  if (result.issues === undefined) return result.value;
  throw new ToolInputError(
    `The tool ${name} was called with input that does not fit its schema: ${describeIssues(result.issues)}.`,
    {
      runName: name,
    },
  );
}

/** What a tool is called with: itself, or the arguments of a tool call. */
export function argsOf(input: unknown): unknown {
  return isToolCall(input) ? input.args : input;
}

/** Whether a value is a tool call as a model makes it. */
export function isToolCall(input: unknown): input is ToolCallInput {
  return (
    isPlainObject(input) &&
    input["type"] === "tool_call" &&
    "args" in input &&
    typeof input["name"] === "string"
  );
}

/** The message that answers a tool call with a result; a message that the tool made itself stays as it is. */
export function toToolMessage(
  result: unknown,
  { id, name }: ToolCallInput,
  toolName: string,
): ToolMessage {
  if (result instanceof ToolMessage) return result;
  return new ToolMessage({
    content: toContent(result, toolName),
    tool_call_id: id ?? "",
    name: name === "" ? toolName : name,
    artifact: result,
  });
}

// Blocks are for the model as they are: an image would be no use to it as JSON.
function toContent(result: unknown, toolName: string): MessageContent {
  if (typeof result === "string") return result;
  if (Array.isArray(result) && result.length > 0 && result.every(isContentBlock)) return result;
  try {
    return JSON.stringify(result) ?? "";
  } catch (error) {
    throw new InvalidArgumentError(
      `The tool ${toolName} gave what is no JSON (see the cause); give a text, or plain data.`,
      { cause: error },
    );
  }
}
