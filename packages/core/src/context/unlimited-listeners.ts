interface NodeEvents {
  setMaxListeners?(limit: number, ...targets: readonly EventTarget[]): void;
}

interface NodeProcess {
  getBuiltinModule?(id: string): NodeEvents | undefined;
}

const { process: node } = globalThis as { readonly process?: NodeProcess };
const events = node?.getBuiltinModule?.("node:events");

/**
 * Tells Node that many listeners on this signal are no leak: any number of parallel calls may listen to the signal of the
 * run that they are in, where Node warns of the eleventh. Other platforms never warn.
 */
export function allowManyListeners(signal: AbortSignal): void {
  events?.setMaxListeners?.(0, signal);
}
