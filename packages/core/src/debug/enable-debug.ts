import { debugHost } from "#debug-host";
import { addProcessListener } from "../callbacks/process-listeners.ts";
import { DebugUnavailableError } from "../errors/debug-unavailable-error.ts";
import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import type { DebugPackage } from "./debug-host.ts";
import { DebugLines } from "./debug-lines.ts";

/** How lines are written. */
export interface EnableDebugOptions {
  /** What is written, as in the variable `DEBUG`. Replaces what is in force, for everybody who uses `debug`. */
  readonly namespaces?: string;
  /** How many characters of a payload a line shows at most; 0 for none. Default 120. */
  readonly maxPayload?: number;
  /** Takes each line, without colours, in the place of standard error. */
  readonly write?: (line: string) => void;
}

const defaultMaxPayload = 120;
let disable: (() => void) | undefined;

/**
 * Writes a line to standard error for each event of the process whose namespace `rivulet:<type>:<name>:<phase>` is enabled
 * by the rules of the package `debug`: `DEBUG=rivulet:tool:*,-rivulet:*:stream`. Phases are `start`, `stream`, `end`,
 * `error`, `cancel` and `custom`. Called by the import of `@rivulet/core/debug` where the variable asks for it; calling it
 * again replaces the options. Gives a function that ends it.
 *
 * Lines show payloads, which may be secret: only those under keys such as `apiKey` and `password` are hidden.
 *
 * @throws {@link InvalidArgumentError} when an option is wrong.
 * @throws {@link DebugUnavailableError} where there is no Node or no package `debug`.
 */
export function enableDebug(options: EnableDebugOptions = {}): () => void {
  const { namespaces, maxPayload = defaultMaxPayload, write } = options;
  checkEnableOptions({ namespaces, maxPayload, write });
  const debug = loadDebugPackage();
  if (namespaces !== undefined) debug.enable(namespaces);
  disable?.();
  const { listeners } = new DebugLines(debug, { maxPayload, write });
  const removals = listeners.map((listener) => addProcessListener(listener));
  const end = (): void => {
    for (const remove of removals) remove();
    if (disable === end) disable = undefined;
  };
  disable = end;
  return end;
}

/** Does what the variable `DEBUG` says. A missing package is told, and harms nobody. */
export function obeyDebugVariable(): void {
  if (!asksForRuns(debugHost.debugVariable ?? "")) return;
  try {
    enableDebug();
  } catch (error) {
    debugHost.writeError(`rivulet: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}

// Whether one of the patterns could match a namespace of ours: `debug` is not loaded else.
function asksForRuns(variable: string): boolean {
  return variable.split(/[\s,]+/u).some((pattern) => {
    const head = pattern.split("*", 1)[0] ?? "";
    const isOpen = head.length < pattern.length && "rivulet:".startsWith(head);
    return isOpen || head.startsWith("rivulet:");
  });
}

function loadDebugPackage(): DebugPackage {
  const { loadDebugPackage: load } = debugHost;
  if (load === undefined)
    throw new DebugUnavailableError("Debug lines need Node; use hook() on this platform.");
  try {
    return load();
  } catch (cause) {
    throw new DebugUnavailableError(
      'Debug lines need the package "debug", which could not be loaded; install it beside @rivulet/core.',
      { cause },
    );
  }
}

function checkEnableOptions(options: Readonly<Record<keyof EnableDebugOptions, unknown>>): void {
  const { namespaces, maxPayload, write } = options;
  if (namespaces !== undefined && typeof namespaces !== "string")
    throw refuseOption("namespaces", namespaces, 'a string such as "rivulet:tool:*"');
  if (typeof maxPayload !== "number" || !(maxPayload >= 0))
    throw refuseOption("maxPayload", maxPayload, "a number of characters");
  if (write !== undefined && typeof write !== "function")
    throw refuseOption("write", write, "a function that takes a line");
}

function refuseOption(name: string, given: unknown, expected: string): InvalidArgumentError {
  return InvalidArgumentError.of(`${name} was`, given, expected);
}
