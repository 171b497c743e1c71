import { AsyncLocalStorage } from "node:async_hooks";
import type { AmbientStorage } from "./ambient-storage.ts";

/** An ambient storage over Node's `AsyncLocalStorage`, also where Deno and Bun have it. */
export function createAmbientStorage<Value>(): AmbientStorage<Value> {
  const storage = new AsyncLocalStorage<Value | undefined>();
  return {
    get: () => storage.getStore(),
    run: (value, body) => storage.run(value, body),
  };
}
