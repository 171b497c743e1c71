import type { Observer, Operator, Subscription, TeardownLogic } from "rxjs";
import { Observable } from "rxjs/internal/Observable";
import { Subscriber } from "rxjs/internal/Subscriber";
import { listenerWork } from "../callbacks/dispatch.ts";
import { reportListenerError } from "../callbacks/report-listener-error.ts";
import { isPromiseLike } from "../util/is-promise-like.ts";

type Callback<Value> = ((value: Value) => void) | null | undefined;

/** An observer, whose callbacks may be missing in any way. */
interface LooseObserver<Value> {
  readonly next?: Callback<Value>;
  readonly error?: Callback<unknown>;
  readonly complete?: Callback<void>;
}

/**
 * An Observable whose subscribers cannot harm anybody: what a subscriber throws or rejects with goes to `onListenerError`,
 * where RxJS would end the process. So does the failure of an operator, when the subscriber gave no `error` callback; the
 * source's own failure is left alone then, since the events have told it already. What is made of it by `pipe` is guarded
 * in the same way.
 */
export class GuardedObservable<Value> extends Observable<Value> {
  readonly #isOwnFailure: (error: unknown) => boolean;

  /** `isOwnFailure` tells the source's failure from that of an operator. */
  constructor(
    subscribe?: (subscriber: Subscriber<Value>) => TeardownLogic,
    isOwnFailure: (error: unknown) => boolean = () => false,
  ) {
    super(subscribe);
    this.#isOwnFailure = isOwnFailure;
  }

  /** @internal RxJS makes the result of every operator through `lift`. */
  override lift<Result>(operator?: Operator<Value, Result>): Observable<Result> {
    const lifted = new GuardedObservable<Result>(undefined, this.#isOwnFailure);
    lifted.source = this;
    lifted.operator = operator as unknown as Operator<unknown, Result>;
    return lifted;
  }

  override subscribe(observer?: Partial<Observer<Value>> | ((value: Value) => void)): Subscription;
  /** @deprecated As in RxJS: give an observer object instead. */
  override subscribe(
    next?: ((value: Value) => void) | null,
    error?: ((error: unknown) => void) | null,
    complete?: (() => void) | null,
  ): Subscription;
  override subscribe(
    first?: Partial<Observer<Value>> | Callback<Value>,
    error?: Callback<unknown>,
    complete?: Callback<void>,
  ): Subscription {
    if (first instanceof Subscriber) return super.subscribe(first);
    const observer =
      typeof first === "object" && first !== null ? first : { next: first, error, complete };
    return super.subscribe(new Guard(observer, this.#isOwnFailure));
  }
}

/** Calls an observer, and reports its failures as those of one listener. A subscriber itself: one call an event less. */
class Guard<Value> extends Subscriber<Value> {
  readonly #observer: LooseObserver<Value>;
  readonly #isOwnFailure: (error: unknown) => boolean;

  constructor(observer: LooseObserver<Value>, isOwnFailure: (error: unknown) => boolean) {
    super();
    this.#observer = observer;
    this.#isOwnFailure = isOwnFailure;
  }

  protected override _next(value: Value): void {
    // Without a closure, and without a look at what is no object: this is called for each event.
    try {
      const work: unknown = this.#observer.next?.(value);
      if (work !== undefined) this.#observe(work);
    } catch (error) {
      this.#report(error);
    }
  }

  protected override _error(error: unknown): void {
    if (this.#observer.error != null) this.#call(() => this.#observer.error?.(error));
    else if (!this.#isOwnFailure(error)) this.#report(error);
    this.unsubscribe();
  }

  protected override _complete(): void {
    this.#call(() => this.#observer.complete?.());
    this.unsubscribe();
  }

  #call(listener: () => unknown): void {
    try {
      this.#observe(listener());
    } catch (error) {
      this.#report(error);
    }
  }

  #observe(work: unknown): void {
    if (!isPromiseLike(work)) return;
    listenerWork.add(
      Promise.resolve(work).then(undefined, (error: unknown) => {
        this.#report(error);
      }),
    );
  }

  #report(error: unknown): void {
    reportListenerError(error, { handler: undefined, event: undefined }, this.#observer);
  }
}
