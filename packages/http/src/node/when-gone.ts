import type { IncomingMessage, ServerResponse } from "node:http";

type Socket = IncomingMessage["socket"];

/** Who waits for a connection to close: one listener a socket, however many requests come in on it at once. */
const waiting = new WeakMap<Socket, Set<() => void>>();

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

function whenClosed(socket: Socket, tell: () => void): (() => void) | undefined {
  if (socket.destroyed) {
    tell();
    return undefined;
  }
  const waiters = waitersOf(socket);
  waiters.add(tell);
  return () => waiters.delete(tell);
}

function waitersOf(socket: Socket): Set<() => void> {
  const known = waiting.get(socket);
  if (known !== undefined) return known;
  const waiters = new Set<() => void>();
  waiting.set(socket, waiters);
  socket.once("close", () => {
    for (const tell of waiters) tell();
  });
  return waiters;
}
