import { createEventPredicate, type CallbackHandler, type EventFilter } from "@rivulet/core";
import type { StandardSchema, StreamEventFilter } from "@rivulet/runnables";
import { checkConfigKeys, clientConfigKeys, type EventsConfigKey } from "../problems/run-config.ts";
import { checkCount, checkWord } from "../util/check-options.ts";
import type { AuthorizeFunction } from "../problems/check-authorized.ts";
import { warnOfError, type HandlerErrorReporter } from "../problems/problem-of.ts";
import type { LangServeForm } from "./encode-langserve.ts";

/** How a runnable is served to LangChain's clients. */
export interface LangServeOptions {
  /** As that of `eventsHandler`. */
  readonly authorize?: AuthorizeFunction;
  /** Checks each input; what it makes of it is what the runnable is given. */
  readonly inputSchema?: StandardSchema;
  /** As those of `eventsHandler`; others are passed over. */
  readonly configKeys?: readonly EventsConfigKey[];
  /** Which events leave the server at all. */
  readonly filter?: StreamEventFilter;
  /** Put around the sink of `/stream_events`, such as `(sink) => redact(sink, policy)` with `redact` of `@rivulet/core/operators`. */
  readonly redact?: (sink: CallbackHandler) => CallbackHandler;
  /** How values are written. Default `"plain"`, which is what `RemoteRunnable` reads. */
  readonly form?: LangServeForm;
  /** How large the body of a request may be. Default 1,000,000. */
  readonly maxBodyBytes?: number;
  /** Told of failures that a client is told nothing of. By default `console.warn`. */
  readonly onError?: HandlerErrorReporter;
}

/** The options, complete. */
export interface LangServeSettings extends LangServeOptions {
  readonly configKeys: readonly EventsConfigKey[];
  readonly maxBodyBytes: number;
  readonly form: LangServeForm;
  readonly report: HandlerErrorReporter;
}

/**
 * Checks the options and completes them.
 *
 * @throws {@link InvalidArgumentError} when one is wrong.
 */
export function toLangServeSettings(options: LangServeOptions): LangServeSettings {
  const { configKeys = clientConfigKeys(options.filter), form = "plain" } = options;
  createEventPredicate((options.filter ?? {}) as EventFilter);
  return {
    ...options,
    configKeys: checkConfigKeys(configKeys),
    form: checkWord("form", form, ["plain", "lc"]),
    maxBodyBytes: checkCount("maxBodyBytes", options.maxBodyBytes ?? 1_000_000),
    report: options.onError ?? warnOfError,
  };
}
