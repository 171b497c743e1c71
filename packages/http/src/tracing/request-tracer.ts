import { CallbackManager, type Metadata } from "@rivulet/core";
import { CancelScope, RemoteRun, RunContext } from "@rivulet/core/runtime";
import {
  noTrace,
  readIncomingTrace,
  rememberTrace,
  type IncomingTrace,
} from "../trace-context/incoming-trace.ts";
import { RequestRun } from "./request-run.ts";
import type { TracedRequest, TracingOptions } from "./tracing-options.ts";

/** Makes runs of requests, the same way for every framework. */
export class RequestTracer {
  readonly #options: TracingOptions;
  /** Outside of any run of this process. */
  readonly #place: CallbackManager;

  /** @throws {@link InvalidArgumentError} when `callbacks` is no list of handlers. */
  constructor(options: TracingOptions) {
    this.#options = options;
    const { callbacks } = options;
    const place = new CallbackManager(RunContext.root);
    this.#place = callbacks === undefined ? place : place.with({ callbacks });
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
    const place = lineage.length === 0 ? this.#place : below(new RemoteRun(lineage), this.#place);
    if (tags === undefined && metadata === undefined) return place;
    return place.with({
      ...(tags !== undefined && { tags: tags(request) }),
      ...(metadata !== undefined && { metadata: metadata(request) }),
    });
  }
}

function below(parent: RemoteRun, { context }: CallbackManager): CallbackManager {
  return new CallbackManager(new RunContext({ ...context, parent }));
}

// By the semantic conventions of OpenTelemetry. No query string and no other header: they have secrets in them.
function describe({ method, path, route }: TracedRequest, { parent }: IncomingTrace): Metadata {
  const metadata: Record<string, unknown> = { "http.request.method": method, "url.path": path };
  if (route !== undefined) metadata["http.route"] = route;
  if (parent !== undefined) {
    metadata["trace_id"] = parent.traceId;
    metadata["parent_span_id"] = parent.spanId;
  }
  return metadata;
}
