import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import type { AmbientStorage } from "./ambient-storage.ts";

/** An ambient storage over Node's `AsyncLocalStorage`, also where Deno and Bun have it. */
export function createAmbientStorage<Value>(): AmbientStorage<Value> {
  const storage = new AsyncLocalStorage<Value | undefined>();
  return {
    get: () => storage.getStore(),
    run: (value, body) => storage.run(value, body),
    // Not `AsyncLocalStorage.snapshot()`, nor `run` again: entering a resource takes 12 ns on Node 24, those 93 and 265.
    capture: () => {
      const resource = new AsyncResource("RivuletRun");
      return (body) => resource.runInAsyncScope(body);
    },
  };
}
