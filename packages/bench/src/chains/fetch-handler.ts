import type { Tracing } from "@rivulet/http";
import { answer } from "./traced-services.ts";

/** A fetch-style handler, as a platform of that standard calls it. */
export type FetchHandler = (request: Request) => Response | Promise<Response>;

/** A handler that answers with {@link answer}, traced or as it is. */
export function createFetchHandler(trace: Tracing | undefined): FetchHandler {
  const handler = (): Response => new Response(answer);
  return trace === undefined ? handler : trace.route(handler, "/users/[id]");
}

/** Calls a handler, one request after the other, each response read to its end; resolves with how many answers were right. */
export async function callHandler(
  handler: FetchHandler,
  { path, requests }: { readonly path: string; readonly requests: number },
): Promise<number> {
  let answered = 0;
  for (let index = 0; index < requests; index += 1) {
    const response = await handler(new Request(`http://127.0.0.1${path}`));
    if ((await response.text()) === answer) answered += 1;
  }
  return answered;
}
