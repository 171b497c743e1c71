import type { CancelScope } from "./cancel-scope.ts";
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

/** Cancels a scope when `signal` is aborted, with its reason; at once where it is aborted already. */
export function linkSignal(scope: CancelScope, signal: AbortSignal): void {
  if (signal.aborted) scope.cancel(signal.reason);
  const link = linkOf(signal);
  link.add(scope);
  scope.link(() => {
    link.remove(scope);
  });
}

function linkOf(signal: AbortSignal): AbortLink {
  let link = links.get(signal);
  if (link === undefined) {
    link = new AbortLink(signal);
    links.set(signal, link);
  }
  return link;
}
