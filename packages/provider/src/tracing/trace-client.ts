import { contextOf, InvalidArgumentError } from "@rivulet/core";
import { enterRun, isPromiseLike, processSettings } from "@rivulet/core/runtime";
import { isApiClient, isApiRequest, isResourceOf, type ApiClient } from "./client-shapes.ts";
import { LateCall } from "./late-call.ts";
import type { TraceClientOptions } from "./traced-endpoint.ts";
import { TracedCall } from "./traced-call.ts";
import { tracePromise } from "./trace-promise.ts";
import { twinOf } from "./twin-of.ts";

const tracedClients = new WeakSet<object>();

/**
 * A view of a provider's official client whose calls are runs. It has the type of the client and is used as it is; calls are told as
 * they go, streams chunk by chunk as they are read, and every result, error and request is what it is without it. The client itself
 * is left as it was.
 *
 * - A run begins with its call, as a child of the run that the call is made in.
 * - It ends with the answer; that of a stream, when the stream was read to its end. Leaving a stream cancels it, and so does
 *   aborting the request, or dropping the answer unread (when that is noticed).
 * - Its error is a {@link ProviderError}. The caller catches the client's own error.
 * - After `.asResponse()` alone it ends when the response is there, with `{ status }`: who reads the body then is not seen.
 *
 * With nobody listening a call goes straight to the client. A client that is traced already is given back.
 *
 * @throws {@link InvalidArgumentError} when the client has no `post` to trace.
 */
export function traceClient<Client extends object>(
  client: Client,
  options: TraceClientOptions,
): Client {
  if (!isApiClient(client)) {
    throw InvalidArgumentError.of(
      "The client to trace was",
      client,
      "an instance of the provider's official client",
    );
  }
  if (tracedClients.has(client)) return client;
  const traced = new Proxy<Client>(client, new ClientView(client, options));
  tracedClients.add(traced);
  return traced;
}

type AnyMethod = (...parameters: never) => unknown;

class ClientView<Client extends ApiClient> implements ProxyHandler<Client> {
  readonly #options: TraceClientOptions;
  readonly #post: (path: unknown, request?: unknown) => unknown;
  readonly #withOptions: (options: unknown) => unknown;
  /** Parts and methods by the client's own, so that each is the same whenever it is asked for. */
  readonly #views = new WeakMap<object, unknown>();

  constructor(client: Client, options: TraceClientOptions) {
    this.#options = options;
    this.#post = (...call) => this.#trace(client, call);
    this.#withOptions = (changed) => {
      const changedClient = client.withOptions?.(changed);
      return changedClient === undefined ? undefined : traceClient(changedClient, options);
    };
  }

  get(client: Client, key: string | symbol, view: object): unknown {
    // Of the client itself, whose private fields no view has.
    const value: unknown = Reflect.get(client, key, client);
    if (key === "post") return this.#post;
    if (typeof value === "function") return this.#method(client, key, value as AnyMethod);
    if (!isResourceOf(client, value)) return value;
    return this.#remember(value, () => twinOf(value, view));
  }

  #method(client: Client, key: string | symbol, method: AnyMethod): unknown {
    if (key === "constructor") return method;
    if (key === "withOptions") return this.#withOptions;
    return this.#remember(method, () => method.bind(client));
  }

  #remember(original: object, create: () => unknown): unknown {
    let view = this.#views.get(original);
    if (view === undefined) {
      view = create();
      this.#views.set(original, view);
    }
    return view;
  }

  #trace(client: Client, parameters: [path: unknown, request?: unknown]): unknown {
    const [path, request] = parameters;
    const post = (): unknown => client.post(...parameters);
    const endpoint =
      typeof path === "string" ? this.#options.endpoints[withoutQuery(path)] : undefined;
    const context = contextOf(undefined);
    const isHeard = context.listeners.length > 0 || processSettings.listeners.all.length > 0;
    if (!isHeard || endpoint === undefined) return post();
    const described = { client, endpoint, options: this.#options };
    if (isPromiseLike(request)) {
      const late = new LateCall();
      const seen = Promise.resolve(request).then((known) => {
        if (isApiRequest(known)) late.begin(context, { ...described, request: known });
        return known;
      });
      const promise = client.post(path, seen);
      tracePromise(promise, client, late);
      return promise;
    }
    if (!isApiRequest(request)) return post();
    return callTraced(new TracedCall(context, { ...described, request }), client, post);
  }
}

function callTraced(call: TracedCall, client: ApiClient, post: () => unknown): unknown {
  try {
    const promise = enterRun(call.run, post);
    tracePromise(promise, client, call);
    return promise;
  } catch (error) {
    call.fail(error);
    throw error;
  }
}

function withoutQuery(path: string): string {
  const query = path.indexOf("?");
  return query < 0 ? path : path.slice(0, query);
}
