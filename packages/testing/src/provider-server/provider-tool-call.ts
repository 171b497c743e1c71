/** A tool call that a model makes. */
export interface ProviderToolCall {
  readonly id?: string;
  readonly name: string;
  /** The arguments as an object, or the pieces in which their JSON comes in (which need not be JSON). */
  readonly args: object | readonly string[];
}

/** The pieces in which the JSON of a tool call's arguments is streamed. */
export function toArgumentChunks(args: ProviderToolCall["args"]): readonly string[] {
  if (Array.isArray(args)) return args as readonly string[];
  const json = JSON.stringify(args);
  const middle = Math.ceil(json.length / 2);
  return [json.slice(0, middle), json.slice(middle)];
}
