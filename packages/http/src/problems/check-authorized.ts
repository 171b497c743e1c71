import { HttpProblemError } from "./http-problem-error.ts";

/** What a request would do. */
export interface RequestedAction {
  readonly action: "start" | "read" | "cancel";
  /**
   * The run that would be read or cancelled, wherever the request names it (also `Last-Event-ID` does); for one to be started
   * the id that it will have. `undefined` where no id is known to clients (`langserveHandler`).
   */
  readonly runId: string | undefined;
}

/** Says whether a request may be served: `true`, `false`, or the answer that refuses it. */
export type AuthorizeFunction = (
  request: Request,
  requested: RequestedAction,
) => boolean | Response | Promise<boolean | Response>;

/**
 * Asks whether a request may be served; gives the answer where that is one.
 *
 * @throws {@link HttpProblemError} 401 when it may not.
 */
export async function checkAuthorized(
  authorize: AuthorizeFunction | undefined,
  request: Request,
  { action, runId }: RequestedAction,
): Promise<Response | undefined> {
  if (authorize === undefined) return undefined;
  const verdict = await authorize(request, { action, runId });
  if (verdict instanceof Response) return verdict;
  if (verdict === true) return undefined;
  throw new HttpProblemError({
    status: 401,
    title: "Unauthorised",
    detail: "The request carries no valid credentials; sign in first.",
  });
}
