import { whenClosed } from "./when-closed.ts";

/** A response of `node:http` or `node:http2`, as far as it tells that its client is gone. */
export interface OutgoingMessage {
  readonly destroyed?: boolean;
  /** `null` while it waits behind another one on its connection. */
  readonly socket?: unknown;
  /** Of HTTP/2 alone, which says by it that it is destroyed. */
  readonly stream?: { readonly destroyed: boolean } | null;
  on(name: "close", listener: () => void): unknown;
}

/**
 * Calls back when an exchange is over: its response has closed, or its client is gone. Of a response that waits behind another one
 * on its connection Node itself does not tell that the connection broke, or it does so as well: then it calls back twice.
 *
 * @param socket - what the request came in on
 */
export function whenGone(outgoing: OutgoingMessage, socket: unknown, tell: () => void): void {
  const { stream } = outgoing;
  // What stood before may have taken its time: it closes once.
  if (stream?.destroyed ?? outgoing.destroyed) {
    tell();
    return;
  }
  const isQueued = stream === undefined && outgoing.socket === null;
  if (isQueued) outgoing.on("close", whenClosed(socket, tell));
  outgoing.on("close", tell);
}
