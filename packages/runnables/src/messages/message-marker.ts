/**
 * The key that every message carries (on its prototype, so that it costs a message nothing); its value is the name of
 * the message class. Shared by all copies of the package, so a guard built on it holds where `instanceof` fails.
 */
export const messageMarker: unique symbol = Symbol.for("rivulet.message");

/** The message classes by name: what a message's marker says, and its `type` in encoded form. */
export type MessageClassName =
  | "SystemMessage"
  | "HumanMessage"
  | "AIMessage"
  | "AIMessageChunk"
  | "ToolMessage";
