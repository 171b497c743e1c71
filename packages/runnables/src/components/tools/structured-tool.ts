import type { Metadata } from "@rivulet/core";
import { toListeners, type Listener, type PromiseOrValue } from "@rivulet/core/runtime";
import type { Call } from "../../execution/call.ts";
import {
  FunctionStage,
  invokeFunction,
  type FunctionComponent,
} from "../../execution/function-stage.ts";
import { withOwnCallbacks, type OwnCallbacks } from "../../execution/own-callbacks.ts";
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
import { withArtifact } from "./with-artifact.ts";

/** What a tool's function returns: its output, or a pair of it and what else it found. */
export type ToolResponseFormat = "content" | "content_and_artifact";

/** How a tool is made. */
export interface ToolOptions<Schema = unknown> {
  readonly name?: string;
  readonly description?: string;
  /** A zod schema, by which the input is checked before the function is called, or a JSON schema, which is only told. */
  readonly schema?: Schema;
  /** Handlers of the tool's runs alone, not of those inside. */
  readonly callbacks?: OwnCallbacks;
  /**
   * What the function returns: the tool's output, or a pair of it and an `artifact`, which goes into the message that answers a
   * tool call, and not to the model.
   */
  readonly responseFormat?: ToolResponseFormat;
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
 * Make one with `tool()`, or derive from this class and implement `_call`.
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
  /** What `_call` returns: the output, or a pair of it and an artifact. */
  readonly responseFormat: ToolResponseFormat | undefined = undefined;
  #listeners: readonly Listener[] | undefined;
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
    return withOwnCallbacks(call, (this.#listeners ??= toListeners(this.callbacks ?? [])));
  }

  #getComponent(): FunctionComponent<Input | ToolCallInput, Output> {
    return (this.#component ??= this.#createComponent());
  }

  #createComponent(): FunctionComponent<Input | ToolCallInput, Output> {
    const { name, description, schema, tags, metadata } = this;
    const create =
      this.responseFormat === "content_and_artifact" ? withArtifact : createToolComponent;
    return create<Input | ToolCallInput, Output>({
      name,
      description,
      schema,
      tags,
      metadata,
      func: (input: Input, config) => this._call(input, config),
    });
  }
}
