import { headerReader } from "../errors/header-reader.ts";

// The shapes that the official clients share, since one generator makes them. By shape and not by class, so that every copy and
// version of a client is known.

/** What a call's promise has beside `then`. */
export interface ApiPromise extends Promise<unknown> {
  readonly responsePromise: Promise<unknown>;
  readonly parseResponse: ParseResponse;
  asResponse(): Promise<{ readonly status: number }>;
  _thenUnwrap(transform: unknown): ApiPromise;
  /** Anthropic's only: hands the response to a helper that parses it itself. */
  _responseProps?(): Promise<unknown>;
}

/** A response, and what it was asked for by. */
export interface ResponseProps {
  readonly response: Response;
  readonly controller: AbortController;
}

export type ParseResponse = (client: unknown, props: unknown) => unknown;

/** A streamed answer: `for await`, `tee` and `toReadableStream` all read by its `iterator`. */
export interface ApiStream {
  iterator: () => AsyncIterator<unknown>;
  readonly controller: AbortController;
}

/** A part of a client, such as `client.chat`. */
export type ApiResource = Record<string, unknown>;

/** The options of one request. */
export interface ApiRequest {
  readonly body: object;
  readonly stream?: unknown;
  /** Looked at for keys alone. */
  readonly headers?: unknown;
  readonly signal?: AbortSignal | null | undefined;
}

/** A client that posts. */
export interface ApiClient {
  readonly baseURL?: unknown;
  post(path: unknown, request?: unknown): unknown;
  withOptions?(options: unknown): object;
}

export function isApiClient(value: unknown): value is ApiClient {
  return isObject(value) && typeof value["post"] === "function";
}

export function isApiPromise(value: unknown): value is ApiPromise {
  return (
    isObject(value) &&
    value["responsePromise"] instanceof Promise &&
    typeof value["parseResponse"] === "function" &&
    typeof value["asResponse"] === "function" &&
    typeof value["_thenUnwrap"] === "function"
  );
}

export function isResponseProps(value: unknown): value is ResponseProps {
  if (!isObject(value) || !isObject(value["response"]) || !isObject(value["controller"]))
    return false;
  return typeof value["response"]["clone"] === "function" && "signal" in value["controller"];
}

export function isApiStream(value: unknown): value is ApiStream {
  return isObject(value) && typeof value["iterator"] === "function" && "controller" in value;
}

export function isApiRequest(value: unknown): value is ApiRequest {
  return isObject(value) && isObject(value["body"]);
}

/** Whether a value is a part of this very client. */
export function isResourceOf(client: object, value: unknown): value is ApiResource {
  return isObject(value) && value["_client"] === client;
}

/** By what id the provider knows the request that a response came to. */
export function requestIdOf(props: unknown): string | undefined {
  const response = isObject(props) ? props["response"] : undefined;
  const header = headerReader(isObject(response) ? response["headers"] : undefined);
  return header("x-request-id") ?? header("request-id");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
