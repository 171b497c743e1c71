import type { AIMessage } from "@rivulet/runnables";

/** A call of a tool on its way back to the model. */
export interface SentCall {
  readonly id: string;
  readonly name: string;
  /** As JSON; of a call that could not be understood, as they came. */
  readonly args: string;
}

/** The calls of a message, those last that could not be understood: they were answered as well, and an answer needs its call. */
export function sentCallsOf(message: AIMessage): readonly SentCall[] {
  const { tool_calls: valid, invalid_tool_calls: invalid } = message;
  return [
    ...valid.map(({ id = "", name, args }) => ({ id, name, args: JSON.stringify(args) })),
    ...invalid.map(({ id = "", name, args }) => ({ id, name: name ?? "", args: args ?? "" })),
  ];
}
