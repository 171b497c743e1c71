/** A promise and the functions that settle it: how a test decides when something happens. */
export interface Deferred<Value> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (error: unknown) => void;
}

export function createDeferred<Value = void>(): Deferred<Value> {
  let resolve: (value: Value) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<Value>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

/** Lets everything happen that needs no clock. */
export async function settleMicrotasks(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

/** Lets everything happen that needs no timer: one turn of the event loop, in which unhandled rejections would be noticed. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** The unhandled rejections and uncaught exceptions of the process while `body` runs, and one turn of the loop after. */
export async function collectUnhandled(body: () => Promise<unknown> | unknown): Promise<unknown[]> {
  const seen: unknown[] = [];
  const note = (error: unknown): void => {
    seen.push(error);
  };
  const kinds = ["unhandledRejection", "uncaughtException"] as const;
  const before = kinds.map((kind) => process.listeners(kind as "uncaughtException"));
  for (const kind of kinds) process.removeAllListeners(kind).on(kind, note);
  try {
    await body();
    await nextTurn();
    await nextTurn();
  } finally {
    kinds.forEach((kind, index) => {
      process.removeAllListeners(kind);
      for (const listener of before[index] ?? []) process.on(kind, listener);
    });
  }
  return seen;
}
