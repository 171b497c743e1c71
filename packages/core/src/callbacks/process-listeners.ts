import { InvalidArgumentError } from "../errors/invalid-argument-error.ts";
import { isPlainObject } from "../util/is-plain-object.ts";
import type { CallbackHandler } from "./callback-handler.ts";
import { checkDelay } from "./check-delay.ts";
import { Listener } from "./listener.ts";
import { ListenerIndex } from "./listener-index.ts";
import { setListenerErrorReporter, type ListenerErrorReporter } from "./report-listener-error.ts";

/** What {@link configure} sets for the whole process. */
export interface ConfigureOptions {
  /** Handlers that are told the events of every run in the process; replaces those given before. */
  readonly callbacks?: readonly CallbackHandler[];
  /** Told of every failure of a listener; by default one `console.warn` per listener. */
  readonly onListenerError?: ListenerErrorReporter | undefined;
  /** How long, in milliseconds, a cancelled body that ignores its signal may hold its caller. Default 1,000. */
  readonly cancelTimeoutMs?: number;
}

/** Puts something before a listener; the same answer for the same listener. */
export type ListenerWrap = (listener: Listener) => Listener;

interface ProcessSettings {
  /** Every process-wide listener, replaced (never written to) when it changes. */
  readonly listeners: ListenerIndex;
  /** What stands before every listener of a run that starts, process-wide or not. */
  readonly wrapListener: ListenerWrap | undefined;
  cancelTimeoutMs: number;
}

let configured: readonly Listener[] = [];
const added = new Set<Listener>();
// Made when a run asks for it: a hundred subscriptions in a row are one new list.
let index: ListenerIndex | undefined;
let beforeRead: (() => void) | undefined;
let wraps: readonly ListenerWrap[] = [];

/** The settings in force. The only process-wide state beside the ambient run. */
export const processSettings = {
  get listeners() {
    beforeRead?.();
    return (index ??= new ListenerIndex([...new Set([...configured, ...added])]));
  },
  wrapListener: undefined as ListenerWrap | undefined,
  cancelTimeoutMs: 1_000,
} satisfies ProcessSettings;

const knownOptions: ReadonlySet<string> = new Set([
  "callbacks",
  "onListenerError",
  "cancelTimeoutMs",
]);

/**
 * Sets process-wide listeners and settings. Only the options that are given change; runs that are open already keep the
 * listeners that they started with.
 *
 * @throws {@link InvalidArgumentError} when an option is unknown or has a wrong value; then nothing changes.
 */
export function configure(options: ConfigureOptions): void {
  const given: unknown = options;
  if (!isPlainObject(given)) {
    throw InvalidArgumentError.of(
      "configure() was given",
      given,
      "an object such as { callbacks: [handler] }",
    );
  }
  for (const key of Object.keys(options)) {
    if (knownOptions.has(key)) continue;
    throw new InvalidArgumentError(
      `configure() has no option "${key}"; it takes ${[...knownOptions].join(", ")}.`,
    );
  }
  const { callbacks, cancelTimeoutMs, onListenerError } = options;
  const listeners = callbacks === undefined ? configured : toListeners(callbacks);
  if (cancelTimeoutMs !== undefined) checkDelay("cancelTimeoutMs", cancelTimeoutMs);
  if (onListenerError !== undefined && typeof onListenerError !== "function") {
    throw InvalidArgumentError.of("onListenerError was", onListenerError, "a function");
  }
  processSettings.cancelTimeoutMs = cancelTimeoutMs ?? processSettings.cancelTimeoutMs;
  if ("onListenerError" in options) setListenerErrorReporter(onListenerError);
  configured = listeners;
  index = undefined;
}

/** Adds one process-wide handler; the function that is returned takes it away again. */
export function addProcessHandler(handler: CallbackHandler): () => void {
  return addProcessListener(Listener.of(handler));
}

/** Adds one process-wide listener; the function that is returned takes it away again. */
export function addProcessListener(listener: Listener): () => void {
  added.add(listener);
  index = undefined;
  return () => {
    added.delete(listener);
    index = undefined;
  };
}

/** Puts something before every listener, of runs that start from then on; the function that is returned takes it away. */
export function wrapListeners(wrap: ListenerWrap): () => void {
  setWraps([...wraps, wrap]);
  return () => {
    setWraps(wraps.filter((other) => other !== wrap));
  };
}

// The last is the outermost.
function setWraps(next: readonly ListenerWrap[]): void {
  wraps = next;
  processSettings.wrapListener =
    next.length === 0
      ? undefined
      : (listener) => next.reduce((wrapped, wrap) => wrap(wrapped), listener);
}

/**
 * Has a function called whenever a run looks who listens to the process: for a listener that is there only while somebody
 * listens to it in turn, which nobody tells. There is one such function.
 */
export function beforeListenersAreRead(check: () => void): void {
  beforeRead = check;
}

/**
 * Listeners of handlers, each once.
 *
 * @throws {@link InvalidArgumentError} when this is no list of handlers.
 */
export function toListeners(handlers: readonly CallbackHandler[]): readonly Listener[] {
  if (!Array.isArray(handlers)) {
    throw InvalidArgumentError.of("callbacks was", handlers, "a list of handlers");
  }
  const listeners = handlers.map((handler: CallbackHandler) => Listener.of(handler));
  return listeners.length < 2 ? listeners : [...new Set(listeners)];
}
