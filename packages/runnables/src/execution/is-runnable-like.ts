import type { RunnableLike } from "./runnable-like.ts";

/** Whether a value is a runnable, of this or another copy of the package. */
export function isRunnableLike(value: unknown): value is RunnableLike<unknown, unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    "invokeIn" in value &&
    typeof value.invokeIn === "function" &&
    "connect" in value &&
    typeof value.connect === "function"
  );
}
