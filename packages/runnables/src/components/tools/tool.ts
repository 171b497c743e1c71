import { InvalidArgumentError } from "@rivulet/core";
import type { RunnableConfig } from "../../execution/runnable-config.ts";
import type { StandardSchema } from "../../execution/standard-schema.ts";
import type { FunctionOutput } from "../../runnable/runnable-types.ts";
import { DynamicStructuredTool } from "./dynamic-structured-tool.ts";
import type { StructuredTool, ToolInput, ToolOptions } from "./structured-tool.ts";
import type { ContentAndArtifact } from "./with-artifact.ts";

/**
 * Makes a tool of a function. `func` gets the input, checked, and the config of its run.
 *
 * Calling it fails with a `ToolInputError`, before `func` is called, when the input does not fit the schema.
 *
 * @throws {@link InvalidArgumentError} at once, when `func` is no function, `options` are none, there is no name, `schema` is none, or `callbacks` is no list of handlers.
 *
 * @example
 * const reverse = tool((word: string) => [...word].reverse().join(""), { name: "reverse", schema: z.string() });
 */
export function tool<Schema extends StandardSchema, Content>(
  func: (
    input: ToolInput<Schema>,
    config: RunnableConfig,
  ) => ContentAndArtifact<Content> | PromiseLike<ContentAndArtifact<Content>>,
  options: ToolOptions<Schema> & {
    readonly schema: Schema;
    readonly responseFormat: "content_and_artifact";
  },
): StructuredTool<ToolInput<Schema>, Content>;
export function tool<Schema extends StandardSchema, Result>(
  func: (input: ToolInput<Schema>, config: RunnableConfig) => Result,
  options: ToolOptions<Schema> & { readonly schema: Schema },
): StructuredTool<ToolInput<Schema>, FunctionOutput<Result>>;
export function tool<Input, Result>(
  func: (input: Input, config: RunnableConfig) => Result,
  options?: ToolOptions<object>,
): StructuredTool<Input, FunctionOutput<Result>>;
export function tool(
  func: (input: never, config: RunnableConfig) => unknown,
  options: ToolOptions<object> = {},
): StructuredTool<never, unknown> {
  checkToolOptions(options);
  const given: unknown = func;
  const name = options.name ?? (typeof given === "function" ? given.name : "");
  return new DynamicStructuredTool({ ...options, name, func: func as () => unknown });
}

function checkToolOptions(options: unknown): void {
  if (typeof options === "object" && options !== null) return;
  throw InvalidArgumentError.of(
    "The options of a tool were",
    options,
    'an object such as { name: "search" }',
  );
}
