import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { text } from "node:stream/consumers";
import { InvalidArgumentError } from "@rivulet/core";
import { deliverResponse } from "./deliver-response.ts";
import { Exchange } from "./exchange.ts";
import { isAnthropic } from "./provider-endpoint.ts";
import { anthropicError, openaiError } from "./provider-error.ts";
import type { ProviderRequest, RequestEnd } from "./provider-request.ts";
import type { ProviderResponse, RespondFunction } from "./provider-response.ts";
import { ProviderServerError } from "./provider-server-error.ts";
import { checkFaults, type ResponseFaults } from "./response-faults.ts";

/** How a server answers what no answer is queued for. */
export interface ProviderServerOptions {
  /** Answers each request that nothing is queued for. Without it such a request is a failure of the test. */
  readonly respond?: RespondFunction;
}

/**
 * A server on the loopback interface that speaks the wire formats of OpenAI and Anthropic. Made by {@link startProviderServer}.
 * Close it at the end of the test: that fails where a request came in that no answer was prepared for.
 */
export class ProviderServer {
  readonly #respond: RespondFunction | undefined;
  readonly #queue: RespondFunction[] = [];
  readonly #exchanges: Exchange[] = [];
  readonly #problems: string[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #waiting = new Set<() => void>();
  readonly #server: Server;
  #port = 0;
  #arrivedCount = 0;
  #closing: Promise<void> | undefined;

  private constructor(options: ProviderServerOptions) {
    this.#respond = options.respond;
    this.#server = createServer({ noDelay: true }, (request, response) => {
      this.#watch(request.socket);
      void this.#receive(request, response);
    });
    // Makes fetch close a connection after its answer, so that one that stays open is a leak. `connection: close` would do the
    // same, and make fetch take a body that is cut off for a whole one.
    this.#server.keepAliveTimeout = 1000;
  }

  /** See {@link startProviderServer}. */
  static async start(options: ProviderServerOptions = {}): Promise<ProviderServer> {
    const server = new ProviderServer(options);
    server.#server.listen(0, "127.0.0.1");
    await once(server.#server, "listening");
    server.#port = (server.#server.address() as AddressInfo).port;
    return server;
  }

  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  get url(): string {
    return `http://127.0.0.1:${String(this.#port)}`;
  }

  /** What the official OpenAI client takes as `baseURL`. */
  get openaiBaseUrl(): string {
    return `${this.url}/v1`;
  }

  /** What the official Anthropic client takes as `baseURL`. */
  get anthropicBaseUrl(): string {
    return this.url;
  }

  /** The requests so far, in the order in which they had come in. */
  get requests(): readonly ProviderRequest[] {
    return this.#exchanges;
  }

  /** How many connections are open that a request came in by. `fetch` closes each after its answer, so one that stays is a leak. */
  get openSockets(): number {
    return this.#sockets.size;
  }

  /** How many queued answers no request has taken yet. */
  get queuedResponses(): number {
    return this.#queue.length;
  }

  /**
   * Queues the answer to the next request that has none yet.
   *
   * @throws {@link InvalidArgumentError} when a fault is none.
   */
  respondWith(response: ProviderResponse | RespondFunction, faults?: ResponseFaults): this {
    if (faults !== undefined) checkFaults(faults);
    const respond = typeof response === "function" ? response : () => response;
    this.#queue.push(async (request) => {
      const made = await respond(request);
      return faults === undefined ? made : { ...made, faults: { ...made.faults, ...faults } };
    });
    return this;
  }

  /** Waits until a request has come in: the first has the index 0. */
  async whenRequested(index = 0): Promise<ProviderRequest> {
    return this.#waitFor(() => this.#exchanges[index]);
  }

  /**
   * Waits until the answer to a request has ended, in whatever way.
   *
   * @throws {@link InvalidArgumentError} when the request is of another server.
   */
  async whenClosed(request: ProviderRequest): Promise<RequestEnd> {
    if (!(request instanceof Exchange) || !this.#exchanges.includes(request)) {
      throw new InvalidArgumentError(
        "The request did not come in here; give one of the server's `requests`.",
      );
    }
    return request.closed;
  }

  /** Waits until no connection is open that a request came in by. */
  async whenIdle(): Promise<void> {
    await this.#waitFor(() => (this.#sockets.size === 0 ? true : undefined));
  }

  /** Lets the process end while the server waits for requests, as Node's `server.unref()` does. */
  unref(): this {
    this.#server.unref();
    return this;
  }

  /**
   * Closes all connections and the server.
   *
   * @throws {@link ProviderServerError} when a request came in that no answer was prepared for, or whose answer failed.
   */
  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  /** The same as `close()`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    for (const exchange of this.#exchanges) if (exchange.end === undefined) exchange.destroy();
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
    if (this.#problems.length > 0) throw new ProviderServerError(this.#problems);
  }

  // From its first request on: fetch opens a connection in advance after an abort.
  #watch(socket: Socket): void {
    if (this.#sockets.has(socket)) return;
    this.#sockets.add(socket);
    socket.once("close", () => {
      this.#sockets.delete(socket);
      this.#wake();
    });
  }

  async #receive(message: IncomingMessage, response: ServerResponse): Promise<void> {
    // A client that leaves while it sends has made no request.
    const body = await text(message).catch(() => undefined);
    if (body === undefined) return;
    this.#arrivedCount += 1;
    const id = `req_${String(this.#arrivedCount).padStart(6, "0")}`;
    const exchange = new Exchange(id, body, response);
    this.#exchanges.push(exchange);
    this.#wake();
    const answer = await this.#answer(exchange);
    try {
      await deliverResponse(exchange, answer);
    } catch (error) {
      this.#problems.push(`The answer to ${placeOf(exchange)} failed: ${String(error)}`);
      exchange.destroy();
    }
  }

  async #answer(request: ProviderRequest): Promise<ProviderResponse> {
    const respond = this.#queue.shift() ?? this.#respond;
    const place = placeOf(request);
    if (respond === undefined) {
      return this.#refuse(request, `No answer was queued for ${place}; call respondWith before.`);
    }
    try {
      const response = await respond(request);
      const problem = findMismatch(request, response);
      return problem === undefined ? response : this.#refuse(request, problem);
    } catch (error) {
      return this.#refuse(request, `No answer could be made for ${place}: ${String(error)}`);
    }
  }

  #refuse(request: ProviderRequest, problem: string): ProviderResponse {
    this.#problems.push(problem);
    const toError = isAnthropic(request.endpoint) ? anthropicError : openaiError;
    return toError({ status: 501, message: problem, headers: { "x-should-retry": "false" } });
  }

  #waitFor<Value>(find: () => Value | undefined): Promise<Value> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = find();
        if (found === undefined) return;
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }

  #wake(): void {
    for (const look of this.#waiting) look();
  }
}

/**
 * Starts a server on a free port of the loopback interface that answers as OpenAI and Anthropic do, over HTTP and SSE.
 *
 * @example
 * await using server = await startProviderServer();
 * server.respondWith(openaiChat({ chunks: ["Hello", " world"] }));
 * const client = new OpenAI({ baseURL: server.openaiBaseUrl, apiKey: "none" });
 */
export function startProviderServer(options: ProviderServerOptions = {}): Promise<ProviderServer> {
  return ProviderServer.start(options);
}

function findMismatch(request: ProviderRequest, response: ProviderResponse): string | undefined {
  const { endpoint, toFrames, toBody, faults } = response;
  if (faults !== undefined) checkFaults(faults);
  const place = placeOf(request);
  if (endpoint !== undefined && endpoint !== request.endpoint) {
    return `${place} met an answer for ${endpoint}; queue the answers in the order of the requests.`;
  }
  if (toBody === undefined && (toFrames === undefined || request.body["stream"] !== true)) {
    return `${place} asked for no stream and met an answer that has no whole body; give it toBody.`;
  }
  return undefined;
}

function placeOf({ method, path }: ProviderRequest): string {
  return `${method} ${path}`;
}
