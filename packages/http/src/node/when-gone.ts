import type { IncomingMessage, ServerResponse } from "node:http";
import { whenClosed } from "../util/when-closed.ts";

/**
 * Calls back once, when an exchange is over: its response has closed, or its client is gone. Of a response that waits behind
 * another one on its connection Node itself does not tell that the connection broke.
 */
export function whenGone(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  tell: () => void,
): void {
  // What stood before may have taken its time: it closes once.
  if (hasLeft(outgoing)) {
    tell();
    return;
  }
  const isQueued = !("stream" in outgoing) && outgoing.socket === null;
  const stop = isQueued ? whenClosed(incoming.socket, tell) : undefined;
  outgoing.once("close", () => {
    stop?.();
    tell();
  });
}

function hasLeft(
  outgoing: ServerResponse & { readonly stream?: { readonly destroyed: boolean } },
): boolean {
  // HTTP/2 says it by the stream alone.
  return outgoing.stream?.destroyed ?? outgoing.destroyed;
}
