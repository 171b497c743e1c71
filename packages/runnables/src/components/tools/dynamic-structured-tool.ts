import { InvalidArgumentError, type Metadata } from "@rivulet/core";
import { toListeners } from "@rivulet/core/runtime";
import type { OwnCallbacks } from "../../execution/own-callbacks.ts";
import type { RunnableConfig } from "../../execution/runnable-config.ts";
import { checkToolSchema } from "../../execution/tool-component.ts";
import type { FunctionOutput } from "../../runnable/runnable-types.ts";
import {
  StructuredTool,
  type ToolInput,
  type ToolOptions,
  type ToolResponseFormat,
} from "./structured-tool.ts";

/** What a tool is made of: its function, beside what `tool()` takes. */
export interface DynamicStructuredToolFields<Schema, Result> extends ToolOptions<Schema> {
  readonly name: string;
  /** Does the tool's work. `config` belongs to its run. */
  readonly func: (input: ToolInput<Schema>, config: RunnableConfig) => Result;
}

/** A tool that is made of a function, in one object; `tool()` makes the same of a function and its options. */
export class DynamicStructuredTool<
  const Schema extends object = object,
  Result = unknown,
> extends StructuredTool<ToolInput<Schema>, FunctionOutput<Result>> {
  readonly name: string;
  readonly description: string;
  override readonly schema: Schema | undefined;
  override readonly tags: readonly string[] | undefined;
  override readonly metadata: Metadata | undefined;
  override readonly callbacks: OwnCallbacks;
  override readonly responseFormat: ToolResponseFormat | undefined;
  /** Does the tool's work. */
  readonly func: (input: ToolInput<Schema>, config: RunnableConfig) => Result;

  /**
   * @throws {@link InvalidArgumentError} when `func` is no function, there is no name, `schema` is none, or `callbacks` is no list of handlers.
   */
  constructor(fields: DynamicStructuredToolFields<Schema, Result>) {
    super();
    const { func } = Object(fields) as typeof fields;
    if (typeof func !== "function") {
      throw InvalidArgumentError.of("A tool was given", func, "the function that does its work");
    }
    const name: unknown = fields.name;
    if (typeof name !== "string" || name === "") {
      throw InvalidArgumentError.of(
        "The name of a tool was",
        name,
        "it a name, or its function one",
      );
    }
    checkToolSchema(name, fields.schema);
    this.name = name;
    this.description = fields.description ?? "";
    this.schema = fields.schema;
    this.tags = fields.tags;
    this.metadata = fields.metadata;
    // Checked now, and not when the tool is first called.
    toListeners(fields.callbacks ?? []);
    this.callbacks = fields.callbacks;
    this.responseFormat = checkResponseFormat(fields.responseFormat);
    this.func = func;
  }

  protected override _call(input: ToolInput<Schema>, config: RunnableConfig): unknown {
    return this.func(input, config);
  }
}

function checkResponseFormat(
  format: ToolResponseFormat | undefined,
): ToolResponseFormat | undefined {
  if (format === undefined || format === "content" || format === "content_and_artifact")
    return format;
  throw InvalidArgumentError.of(
    "responseFormat was",
    format,
    '"content" or "content_and_artifact"',
  );
}
