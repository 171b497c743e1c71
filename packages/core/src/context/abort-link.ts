import type { Cancellable } from "./cancellable.ts";

const links = new WeakMap<AbortSignal, AbortLink>();

/**
 * The one listener that all scopes linked to a caller's signal share: a thousand calls with the same signal are one listener
 * on it, which is there only while one of them runs.
 */
class AbortLink {
  readonly #signal: AbortSignal;
  readonly #members = new Set<Cancellable>();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  add(member: Cancellable): void {
    if (this.#members.size === 0)
      this.#signal.addEventListener("abort", this.#tell, { once: true });
    this.#members.add(member);
  }

  remove(member: Cancellable): void {
    this.#members.delete(member);
    if (this.#members.size === 0) this.#signal.removeEventListener("abort", this.#tell);
  }

  readonly #tell = (): void => {
    for (const member of [...this.#members].toReversed()) member.onCancel(this.#signal.reason);
  };
}

/** Tells `member` when `signal` is aborted, until the function that is returned is called. */
export function onAbort(signal: AbortSignal, member: Cancellable): () => void {
  let link = links.get(signal);
  if (link === undefined) {
    link = new AbortLink(signal);
    links.set(signal, link);
  }
  const shared = link;
  shared.add(member);
  return () => {
    shared.remove(member);
  };
}
