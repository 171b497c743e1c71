/** A value as an error message shows it: short, with its type where that is what went wrong. Never throws. */
export function describeValue(value: unknown): string {
  if (typeof value === "string")
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  if (typeof value === "function") return "a function";
  if (typeof value === "object" && value !== null) return isArray(value) ? "an array" : "an object";
  const text = String(value);
  return value === null || value === undefined ? text : `${text} (${typeof value})`;
}

// A proxy that was revoked does not even say that.
function isArray(value: object): boolean {
  try {
    return Array.isArray(value);
  } catch {
    return false;
  }
}
