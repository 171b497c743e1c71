/** A model's request to call a tool, complete and parsed. */
export interface ToolCall {
  readonly type?: "tool_call" | undefined;
  /** Ties the `ToolMessage` with the result to this call. Some providers give none. */
  readonly id?: string | undefined;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** A model's request to call a tool that cannot be carried out, as its arguments are no JSON object. */
export interface InvalidToolCall {
  readonly type?: "invalid_tool_call" | undefined;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  /** The arguments as they came. */
  readonly args?: string | undefined;
  readonly error?: string | undefined;
}

/**
 * A piece of a tool call as it streams in: the first piece of a call usually has `id` and `name`, each one a part of the
 * JSON text of the arguments. Pieces of one call have the same `index`.
 */
export interface ToolCallChunk {
  readonly type?: "tool_call_chunk" | undefined;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly args?: string | undefined;
  readonly index?: number | string | undefined;
}
