import type { DebugHost } from "./debug-host.ts";

/** The host of platforms other than Node: `hook` and `inspectRuns` need nothing of it. */
export const debugHost: DebugHost = {
  debugVariable: undefined,
  loadDebugPackage: undefined,
  openTracingChannels: undefined,
  captureContext: () => (body) => body(),
  onExit: undefined,
  writeError: () => undefined,
};
