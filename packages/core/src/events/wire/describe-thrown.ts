import { describeValue } from "../../util/describe-value.ts";

/** What was thrown, as one line. Never throws, whatever it is given. */
export function describeThrown(thrown: unknown): string {
  try {
    return isError(thrown) ? `${thrown.name}: ${thrown.message}` : describeValue(thrown);
  } catch {
    return "an error that cannot be read";
  }
}

// By brand as well: an error of another realm (a `vm` context, a frame) is no instance of this one's.
function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
}
