import type { AmbientStorage } from "./ambient-storage.ts";

/** A storage that carries nothing, for platforms without `AsyncLocalStorage`: there, `config` is passed on by hand. */
export function createAmbientStorage<Value>(): AmbientStorage<Value> {
  return {
    get: () => undefined,
    run: (_value, body) => body(),
    capture: () => (body) => body(),
  };
}
