import type { CallbackHandler } from "@rivulet/core";
import type { StandardSchema, StreamEventFilter } from "@rivulet/runnables";
import type { EventsConfigKey } from "../events/events-handler-options.ts";
import type { AuthorizeFunction } from "../problems/check-authorized.ts";
import { warnOfError, type HandlerErrorReporter } from "../problems/problem-of.ts";
import type { LangServeForm } from "./encode-langserve.ts";

/** How a runnable is served to LangChain's clients. */
export interface LangServeOptions {
  /** As that of `eventsHandler`. */
  readonly authorize?: AuthorizeFunction;
  /** Checks each input; what it makes of it is what the runnable is given. */
  readonly inputSchema?: StandardSchema;
  /** Fields of `config` that a client may set; others are passed over. Default `tags`, `metadata` and `runName`. */
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

/** Completes the options. */
export function toLangServeSettings(options: LangServeOptions): LangServeSettings {
  return {
    configKeys: ["tags", "metadata", "runName"],
    maxBodyBytes: 1_000_000,
    form: "plain",
    report: options.onError ?? warnOfError,
    ...options,
  };
}
