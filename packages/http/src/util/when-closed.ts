/** A socket of Node, as far as it says that it has closed. */
interface ClosingSocket {
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
export function whenClosed(socket: unknown, tell: () => void): () => void {
  // Where there is no server, what calls the listener has something else, or nothing.
  if (!isSocket(socket)) return () => undefined;
  if (socket.destroyed) {
    tell();
    return () => undefined;
  }
  const waiters = waitersOf(socket);
  waiters.add(tell);
  return () => void waiters.delete(tell);
}

function isSocket(value: unknown): value is ClosingSocket {
  return typeof value === "object" && value !== null && "once" in value && "destroyed" in value;
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
