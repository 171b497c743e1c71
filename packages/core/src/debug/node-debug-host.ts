import { AsyncResource } from "node:async_hooks";
import { tracingChannel } from "node:diagnostics_channel";
import { writeSync } from "node:fs";
import { createRequire } from "node:module";
import process from "node:process";
import type { DebugHost, DebugPackage } from "./debug-host.ts";

const standardError = 2;

/** The host on Node. */
export const debugHost: DebugHost = {
  debugVariable: process.env["DEBUG"],
  // When it is wanted: who only takes a hook does not pay for it.
  loadDebugPackage: () => createRequire(import.meta.url)("debug") as DebugPackage,
  openTracingChannels: (name) => tracingChannel(name),
  captureContext: () => {
    const resource = new AsyncResource("RivuletRun");
    return (body) => resource.runInAsyncScope(body);
  },
  onExit: (listener) => {
    process.on("exit", listener);
    return () => {
      process.off("exit", listener);
    };
  },
  // Not the stream: on some platforms it writes later, and there is no later in a process that ends.
  writeError: (text) => {
    try {
      writeSync(standardError, text);
    } catch {
      // A pipe that is full refuses.
      process.stderr.write(text);
    }
  },
};
