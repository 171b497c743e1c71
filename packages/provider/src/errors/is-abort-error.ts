/**
 * Whether a call was given up by its caller: an `AbortError` of the platform, or the clients' `APIUserAbortError`. By name, so that
 * it holds for every copy of a client.
 */
export function isAbortError(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  const { name, message } = error as { readonly name?: unknown; readonly message?: unknown };
  if (name === "AbortError" || name === "APIUserAbortError") return true;
  // OpenAI's errors have no name of their own, and a bundler may have renamed their classes.
  return (
    error.constructor.name === "APIUserAbortError" ||
    ("requestID" in error && message === "Request was aborted.")
  );
}
