/**
 * The status that Next answers with to what its `redirect()`, `notFound()`, `forbidden()` and `unauthorized()` throw; `undefined` for
 * every other error. They are known by their `digest` alone, which Next's own code asks for as well.
 */
export function nextStatusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("digest" in error)) return undefined;
  const { digest } = error;
  if (typeof digest !== "string") return undefined;
  // Before Next 15.
  if (digest === "NEXT_NOT_FOUND") return 404;
  const [, redirect, refusal] = form.exec(digest) ?? [];
  const status = redirect ?? refusal;
  return status === undefined ? undefined : Number(status);
}

// The address of a redirect may have semicolons in it.
const form = /^(?:NEXT_REDIRECT;.*;(30[1-8]);?|NEXT_HTTP_ERROR_FALLBACK;([45]\d\d))$/su;
