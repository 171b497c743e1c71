import { runInThisContext } from "node:vm";

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

// Jest gives its tests a copy of `process`, which hears nothing of what happens to the real one.
const realProcess = runInThisContext("process") as NodeJS.Process;

/** The unhandled rejections and uncaught exceptions of the process while `body` runs, and two turns of the loop after. */
export async function collectUnhandled(body: () => unknown): Promise<unknown[]> {
  const seen: unknown[] = [];
  const note = (error: unknown): void => {
    seen.push(error);
  };
  const kinds = ["unhandledRejection", "uncaughtException"] as const;
  const before = kinds.map((kind) => realProcess.listeners(kind as "uncaughtException"));
  for (const kind of kinds) realProcess.removeAllListeners(kind).on(kind, note);
  try {
    await body();
    await nextTurn();
    await nextTurn();
  } finally {
    kinds.forEach((kind, index) => {
      realProcess.removeAllListeners(kind);
      for (const listener of before[index] ?? []) realProcess.on(kind, listener);
    });
  }
  return seen;
}

/** The names of the warnings that the process gives while `body` runs, and one turn of the loop after. */
export async function collectWarnings(body: () => unknown): Promise<string[]> {
  const seen: string[] = [];
  const note = (warning: Error): void => {
    seen.push(warning.name);
  };
  realProcess.on("warning", note);
  try {
    await body();
    await nextTurn();
  } finally {
    realProcess.off("warning", note);
  }
  return seen;
}
