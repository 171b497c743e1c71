import { InvalidArgumentError, type CallbackHandler, type Metadata } from "@rivulet/core";
import type { PromiseOrValue } from "@rivulet/core/runtime";
import type { Call } from "../../execution/call.ts";
import {
  FunctionStage,
  invokeFunction,
  type FunctionComponent,
} from "../../execution/function-stage.ts";
import {
  toOwnCallbacks,
  withOwnCallbacks,
  type OwnCallbacks,
} from "../../execution/own-callbacks.ts";
import type { RunnableConfig } from "../../execution/runnable-config.ts";
import type { StandardSchema } from "../../execution/standard-schema.ts";
import {
  createToolComponent,
  type ToolCallInput,
  type ToolInfo,
} from "../../execution/tool-component.ts";
import type { ToolCall } from "../../messages/tool-call.ts";
import type { ToolMessage } from "../../messages/tool-message.ts";
import type { Accumulator } from "../../pipeline/accumulator.ts";
import type { Sink } from "../../pipeline/sink.ts";
import { Runnable } from "../../runnable/runnable.ts";
import type { FunctionOutput } from "../../runnable/runnable-types.ts";

/** How a tool is made. */
export interface ToolOptions<Schema = unknown> {
  readonly name?: string;
  readonly description?: string;
  /** A zod schema, by which the input is checked before the function is called, or a JSON schema, which is only told. */
  readonly schema?: Schema;
  /** Handlers of the tool's runs alone, not of those inside. */
  readonly callbacks?: OwnCallbacks;
  /** Tags and metadata of the tool's own runs. */
  readonly tags?: readonly string[];
  readonly metadata?: Metadata;
}

/** What the function of a tool with this schema is given. */
export type ToolInput<Schema> = Schema extends StandardSchema<infer Input> ? Input : unknown;

/**
 * A function that a model may call. Its runs are of type `tool`; runs that are started in it are their children, by
 * themselves. It takes its arguments, or a tool call of a model; to the latter it answers with a `ToolMessage`. A generator
 * function streams what it yields.
 *
 * Make one with {@link tool}, or derive from this class and implement `_call`.
 */
export abstract class StructuredTool<Input = unknown, Output = unknown>
  extends Runnable<Input | ToolCallInput, Output>
  implements ToolInfo
{
  abstract readonly name: string;
  abstract readonly description: string;
  readonly schema: object | undefined = undefined;
  readonly tags: readonly string[] | undefined = undefined;
  readonly metadata: Metadata | undefined = undefined;
  /** Handlers of the tool's runs alone, not of those inside. */
  readonly callbacks: OwnCallbacks = undefined;
  #callbacks: readonly CallbackHandler[] | undefined;
  #component: FunctionComponent<Input | ToolCallInput, Output> | undefined;

  override getName(): string {
    return this.name;
  }

  /** Runs it once: on a tool call of a model it answers with a message, on its arguments with what its function gives. */
  override invoke(call: ToolCall, config?: Partial<RunnableConfig>): Promise<ToolMessage>;
  override invoke(input: Input, config?: Partial<RunnableConfig>): Promise<Output>;
  // The last is what the type of the tool's output is inferred from.
  override invoke(input: Input | ToolCallInput, config?: Partial<RunnableConfig>): Promise<Output>;
  override invoke(
    input: Input | ToolCall,
    config?: Partial<RunnableConfig>,
  ): Promise<Output | ToolMessage> {
    return super.invoke(input as Input, config);
  }

  /** @internal */
  override invokeIn(input: Input | ToolCallInput, call: Call): PromiseOrValue<Output> {
    return invokeFunction(this.#getComponent(), input, this.#ownCall(call));
  }

  /** @internal */
  override connect(down: Sink<Output>, call: Call): Sink<Input | ToolCallInput> {
    return new FunctionStage(down, this.#ownCall(call), this.#getComponent());
  }

  /** @internal */
  override createAccumulator(): Accumulator<Output> {
    return this.#getComponent().createAccumulator();
  }

  /** Does the tool's work, on input that fits the schema. */
  protected abstract _call(input: Input, config: RunnableConfig): unknown;

  #ownCall(call: Call): Call {
    return withOwnCallbacks(call, (this.#callbacks ??= toOwnCallbacks(this.callbacks)));
  }

  #getComponent(): FunctionComponent<Input | ToolCallInput, Output> {
    const { name, description, schema, tags, metadata } = this;
    return (this.#component ??= createToolComponent({
      name,
      description,
      schema,
      tags,
      metadata,
      func: (input: Input, config) => this._call(input, config),
    }));
  }
}

class FunctionTool<Input, Output> extends StructuredTool<Input, Output> {
  readonly name: string;
  readonly description: string;
  override readonly schema: object | undefined;
  override readonly tags: readonly string[] | undefined;
  override readonly metadata: Metadata | undefined;
  override readonly callbacks: OwnCallbacks;
  readonly #func: (input: Input, config: RunnableConfig) => unknown;

  constructor(
    func: (input: Input, config: RunnableConfig) => unknown,
    options: ToolOptions<object>,
  ) {
    super();
    this.name = options.name ?? func.name;
    this.description = options.description ?? "";
    this.schema = options.schema;
    this.tags = options.tags;
    this.metadata = options.metadata;
    this.callbacks = toOwnCallbacks(options.callbacks);
    this.#func = func;
  }

  protected override _call(input: Input, config: RunnableConfig): unknown {
    return this.#func(input, config);
  }
}

/**
 * Makes a tool of a function. `func` gets the input, checked, and the config of its run.
 *
 * Calling it fails with a `ToolInputError`, before `func` is called, when the input does not fit the schema.
 *
 * @throws {@link InvalidArgumentError} at once, when `func` is no function, there is no name, or `callbacks` is no list of handlers.
 *
 * @example
 * const reverse = tool((word: string) => [...word].reverse().join(""), { name: "reverse", schema: z.string() });
 */
export function tool<Schema extends StandardSchema, Result>(
  func: (input: ToolInput<Schema>, config: RunnableConfig) => Result,
  options: ToolOptions<Schema> & { readonly schema: Schema },
): StructuredTool<ToolInput<Schema>, FunctionOutput<Result>>;
export function tool<Input, Result>(
  func: (input: Input, config: RunnableConfig) => Result,
  options?: ToolOptions<object>,
): StructuredTool<Input, FunctionOutput<Result>>;
export function tool<Input, Output>(
  func: (input: Input, config: RunnableConfig) => unknown,
  options: ToolOptions<object> = {},
): StructuredTool<Input, Output> {
  if (typeof func !== "function") {
    throw InvalidArgumentError.of("tool() was given", func, "the function that does its work");
  }
  const name: unknown = options.name ?? func.name;
  if (typeof name !== "string" || name === "") {
    throw InvalidArgumentError.of("The name of a tool was", name, "it a name, or its function one");
  }
  return new FunctionTool<Input, Output>(func, options);
}
