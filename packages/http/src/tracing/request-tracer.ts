import {
  CallbackManager,
  CancelScope,
  RemoteRun,
  RunContext,
  type CallbackManagerOptions,
  type Metadata,
} from "@rivulet/core";
import {
  readIncomingTrace,
  rememberTrace,
  type IncomingTrace,
} from "../trace-context/incoming-trace.ts";
import { RequestRun } from "./request-run.ts";
import type { TracedRequest, TracingOptions } from "./tracing-options.ts";

const noTrace = readIncomingTrace(() => undefined);

/** Makes runs of requests, the same way for every framework. */
export class RequestTracer {
  readonly #options: TracingOptions;
  readonly #callbacks: CallbackManagerOptions;

  /** @throws {@link InvalidArgumentError} when `callbacks` is no list of handlers. */
  constructor(options: TracingOptions) {
    this.#options = options;
    this.#callbacks = options.callbacks === undefined ? {} : { callbacks: options.callbacks };
    new CallbackManager(RunContext.root).with(this.#callbacks);
  }

  /** Starts the run of a request, outside of any run of this process; `undefined` where the request is ignored. */
  begin(request: TracedRequest): RequestRun | undefined {
    const options = this.#options;
    if (options.ignore?.(request) === true) return undefined;
    const trace = this.#isTrusted(request)
      ? readIncomingTrace((name) => request.header(name))
      : noTrace;
    // A scope inside another, since only such a run is the ambient one also when nobody listens: requests to other services
    // carry the trace on all the same.
    const work = new CancelScope();
    const run = this.#placeOf(request, trace).startRun({
      id: options.runId?.(request),
      type: "chain",
      name: options.name?.(request) ?? `${request.method} ${request.route ?? request.path}`,
      metadata: describe(request, trace),
      scope: new CancelScope(work),
      input: { method: request.method, path: request.path },
    });
    rememberTrace(run, trace);
    const requestRun = new RequestRun(run, work, options);
    requestRun.routed(request.route);
    return requestRun;
  }

  #isTrusted(request: TracedRequest): boolean {
    const { trustParent = true } = this.#options;
    return typeof trustParent === "function" ? trustParent(request) : trustParent;
  }

  #placeOf(request: TracedRequest, { lineage }: IncomingTrace): CallbackManager {
    const { metadata, tags } = this.#options;
    const parent = lineage.length === 0 ? undefined : new RemoteRun(lineage);
    return new CallbackManager(new RunContext({ ...RunContext.root, parent })).with({
      ...this.#callbacks,
      ...(tags !== undefined && { tags: tags(request) }),
      ...(metadata !== undefined && { metadata: metadata(request) }),
    });
  }
}

// By the semantic conventions of OpenTelemetry. No query string and no other header: they have secrets in them.
function describe({ method, path, route }: TracedRequest, { parent }: IncomingTrace): Metadata {
  return {
    "http.request.method": method,
    "url.path": path,
    ...(route !== undefined && { "http.route": route }),
    ...(parent !== undefined && { trace_id: parent.traceId, parent_span_id: parent.spanId }),
  };
}
