import { HttpProblemError } from "./http-problem-error.ts";

/** Says whether a request may be served: `true`, `false`, or the answer that refuses it. */
export type AuthorizeFunction = (
  request: Request,
) => boolean | Response | Promise<boolean | Response>;

/**
 * Asks whether a request may be served; gives the answer where that is one.
 *
 * @throws {@link HttpProblemError} 401 when it may not.
 */
export async function checkAuthorized(
  request: Request,
  authorize: AuthorizeFunction | undefined,
): Promise<Response | undefined> {
  if (authorize === undefined) return undefined;
  const verdict = await authorize(request);
  if (verdict instanceof Response) return verdict;
  if (verdict === true) return undefined;
  throw new HttpProblemError({
    status: 401,
    title: "Unauthorised",
    detail: "The request carries no valid credentials; sign in first.",
  });
}
