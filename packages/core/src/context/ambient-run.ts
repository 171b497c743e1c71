import { createAmbientStorage } from "#async-local-storage";

/**
 * The run whose body is being executed, kept by the platform along every asynchronous path. The value is opaque here; only
 * `callbacks/run-manager.ts` puts runs in and takes them out.
 */
export const ambientRun = createAmbientStorage<object>();
