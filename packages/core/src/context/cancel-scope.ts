import { emptyList } from "../util/empty-list.ts";
import type { Cancellable } from "./cancellable.ts";
import { allowManyListeners } from "#platform";

/**
 * What is cancelled together: a call and everything started below it. Scopes nest as calls do; cancelling one cancels
 * those inside it, the scopes before the rest and newest first, so that inner runs end before the runs around them.
 *
 * One scope listens to a caller's `AbortSignal` once, however many runs are inside.
 */
export class CancelScope implements Cancellable {
  readonly #parent: CancelScope | undefined;
  // Most scopes have one member at a time, for whom no set is made.
  #only: Cancellable | undefined;
  #members: Set<Cancellable> | undefined;
  #controller: AbortController | undefined;
  #isCancelled = false;
  #isClosed = false;
  #isLinked = false;
  #reason: unknown;
  #unlinks: (() => void)[] | undefined;

  constructor(parent?: CancelScope) {
    this.#parent = parent;
    if (parent === undefined) return;
    if (parent.isCancelled) this.cancel(parent.reason);
    else parent.add(this);
  }

  get isCancelled(): boolean {
    return this.#isCancelled;
  }

  /** Why it was cancelled: an `AbortSignal`'s reason, a timeout, a consumer that left. */
  get reason(): unknown {
    return this.#reason;
  }

  /** Whether anything outside can cancel it: a caller's signal, a timeout, or whoever has the scope around it. */
  get isLinked(): boolean {
    return this.#isLinked || this.#parent !== undefined;
  }

  /** Aborted when the scope is cancelled. Made when first read: most runs never look at it. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      allowManyListeners(this.#controller.signal);
      if (this.#isCancelled) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  /** Cancels everything inside, once; later calls, and calls after {@link close}, do nothing. */
  cancel(reason: unknown): void {
    if (this.#isCancelled || this.#isClosed) return;
    this.#isCancelled = true;
    this.#reason = reason;
    this.#release();
    this.#controller?.abort(reason);
    const members = this.#listMembers().toReversed();
    this.#only = undefined;
    this.#members = undefined;
    for (const member of members) if (member instanceof CancelScope) member.cancel(reason);
    const others = members.filter((member) => !(member instanceof CancelScope));
    if (others.length > 1) others.sort(innermostFirst);
    for (const member of others) member.onCancel(reason);
  }

  onCancel(reason: unknown): void {
    this.cancel(reason);
  }

  /** Tells `member` of a cancellation, until it is removed. A scope that is cancelled already tells it at once. */
  add(member: Cancellable): void {
    if (this.#isCancelled) {
      member.onCancel(this.#reason);
      return;
    }
    if (this.#members !== undefined) this.#members.add(member);
    else if (this.#only === undefined) this.#only = member;
    else if (this.#only !== member) {
      this.#members = new Set([this.#only, member]);
      this.#only = undefined;
    }
  }

  remove(member: Cancellable): void {
    if (this.#only === member) this.#only = undefined;
    else this.#members?.delete(member);
    if (this.#isClosed) this.#parent?.remove(member);
  }

  /**
   * Says that something outside may cancel it: a caller's signal, a timer. `unlink` is called when that no longer can, because the
   * scope is cancelled or closed; at once where it is already.
   */
  link(unlink: () => void): void {
    this.#isLinked = true;
    if (this.#isCancelled || this.#isClosed) unlink();
    else (this.#unlinks ??= []).push(unlink);
  }

  /**
   * Lets go of the caller's signal, the timer and the scope around it. What still runs inside is cancelled with the scope
   * around it from now on; where there is none, it is left alone.
   */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#release();
    if (this.#parent === undefined || this.#isCancelled) return;
    for (const member of this.#listMembers())
      if (member instanceof CancelScope) this.#parent.#adopt(member);
  }

  #listMembers(): readonly Cancellable[] {
    if (this.#only !== undefined) return [this.#only];
    return this.#members === undefined ? emptyList : [...this.#members];
  }

  #adopt(scope: CancelScope): void {
    if (this.#isClosed && this.#parent !== undefined) this.#parent.#adopt(scope);
    else if (!this.#isClosed) this.add(scope);
  }

  #release(): void {
    this.#parent?.remove(this);
    const unlinks = this.#unlinks;
    this.#unlinks = undefined;
    if (unlinks !== undefined) for (const unlink of unlinks) unlink();
  }
}

function innermostFirst(
  { order: one = -1 }: Cancellable,
  { order: other = -1 }: Cancellable,
): number {
  return other - one;
}
