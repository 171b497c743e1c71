import { setMaxListeners } from "node:events";

/**
 * Tells Node that many listeners on this signal are no leak: any number of parallel calls may listen to the signal of the
 * run that they are in, where Node warns of the eleventh.
 */
export function allowManyListeners(signal: AbortSignal): void {
  setMaxListeners(0, signal);
}
