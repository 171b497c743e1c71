/** A socket of Node, as far as it says that it has closed. */
export interface ClosingSocket {
  readonly destroyed: boolean;
  once(name: "close", listener: () => void): unknown;
}

const waiting = new WeakMap<ClosingSocket, Set<() => void>>();

/**
 * Calls back when a socket closes; at once where it has. For exchanges that wait behind another one on their connection: Node tells
 * these not at all that it broke. Many may wait on one socket, by one listener.
 *
 * @returns what ends the waiting.
 */
export function whenClosed(socket: ClosingSocket, tell: () => void): () => void {
  if (socket.destroyed) {
    tell();
    return () => undefined;
  }
  const waiters = waitersOf(socket);
  waiters.add(tell);
  return () => void waiters.delete(tell);
}

function waitersOf(socket: ClosingSocket): Set<() => void> {
  const known = waiting.get(socket);
  if (known !== undefined) return known;
  const waiters = new Set<() => void>();
  waiting.set(socket, waiters);
  socket.once("close", () => {
    for (const tell of waiters) tell();
  });
  return waiters;
}
