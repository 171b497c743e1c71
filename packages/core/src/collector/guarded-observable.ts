import { Observable, Subscriber, type Observer, type Operator, type Subscription } from "rxjs";
import { reportListenerError } from "../callbacks/report-listener-error.ts";

type ObserverOrNext<Value> = Partial<Observer<Value>> | ((value: Value) => void) | null;

/**
 * An Observable whose subscribers cannot harm anybody: what a subscriber throws goes to `onListenerError`, where RxJS would
 * end the process; an error that a subscriber did not ask for (it gave no `error` callback) is left alone, since the
 * events have told it already. What is made of it by `pipe` is guarded in the same way.
 */
export class GuardedObservable<Value> extends Observable<Value> {
  /** @internal RxJS makes the result of every operator through `lift`. */
  override lift<Result>(operator?: Operator<Value, Result>): Observable<Result> {
    const lifted = new GuardedObservable<Result>();
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
    first?: ObserverOrNext<Value>,
    error?: ((error: unknown) => void) | null,
    complete?: (() => void) | null,
  ): Subscription {
    if (first instanceof Subscriber) return super.subscribe(first);
    return super.subscribe(guard(toObserver(first, error, complete)));
  }
}

function toObserver<Value>(
  first: ObserverOrNext<Value> | undefined,
  error: ((error: unknown) => void) | null | undefined,
  complete: (() => void) | null | undefined,
): Partial<Observer<Value>> {
  if (typeof first === "object" && first !== null) return first;
  return {
    ...(first && { next: first }),
    ...(error && { error }),
    ...(complete && { complete }),
  };
}

function guard<Value>(observer: Partial<Observer<Value>>): Observer<Value> {
  return {
    next: (value) => {
      call(() => observer.next?.(value));
    },
    error: (error: unknown) => {
      call(() => observer.error?.(error));
    },
    complete: () => {
      call(() => observer.complete?.());
    },
  };
}

function call(listener: () => unknown): void {
  try {
    listener();
  } catch (error) {
    reportListenerError(error, { handler: undefined, event: undefined });
  }
}
