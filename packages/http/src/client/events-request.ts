import { InvalidArgumentError } from "@rivulet/core";
import { EventsConnectionError } from "../errors/events-connection-error.ts";
import { matchRoute } from "../events/match-route.ts";
import { toWireValue } from "../util/wire-value.ts";
import {
  checkHeaders,
  checkLastEventId,
  toAbsoluteUrl,
  toLastEventIdHeader,
} from "./check-request.ts";
import type { ConnectEventsOptions } from "./connect-events-options.ts";
import { addFilterParameters } from "./event-filter-parameters.ts";
import { readRefusal } from "./read-refusal.ts";

/** Statuses by which a server says that it has not begun with a request. */
const notBegun: ReadonlySet<number> = new Set([408, 425, 429, 503]);

/** How long, in milliseconds, a request to cancel a run is left open. */
const maxCancelMs = 5000;

/** An answer that says that the server cannot now: to be asked again. */
export class TemporaryFailure extends Error {
  /** How long the server asks to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor({ status, headers }: Response) {
    super(`The server answered ${String(status)}.`);
    this.retryAfterMs = readRetryAfter(headers.get("retry-after"));
  }
}

/** Asks a server for events: first for a run, then for what follows in it. */
export class EventsRequest {
  readonly #options: ConnectEventsOptions;
  readonly #url: URL;
  /** What starts the run; `undefined` where it is read by `GET`. */
  readonly #body: string | undefined;
  #runId: string | undefined;
  #mayHaveStarted = false;

  /** @throws {@link InvalidArgumentError} when the address is none, or a header, `lastEventId` or the config can't be sent. */
  constructor(url: string | URL, options: ConnectEventsOptions) {
    checkHeaders(options.headers ?? {});
    checkLastEventId(options.lastEventId);
    this.#options = options;
    this.#url = toAbsoluteUrl(url);
    this.#body = "input" in options ? toBody(options) : undefined;
  }

  /** Which run it is, as soon as the server has said so. */
  get runId(): string | undefined {
    return this.#runId;
  }

  /** Notes the run that the server tells of. */
  joined(runId: unknown): void {
    if (typeof runId === "string" && /^[\w-]{1,64}$/u.test(runId)) this.#runId ??= runId;
  }

  /**
   * The body of an answer; `undefined` where the server says that there is nothing more.
   *
   * @throws {@link EventsConnectionError} when the server refuses, or when asking again might start the run a second time;
   *   {@link TemporaryFailure} when it might help.
   */
  async send(
    lastEventId: string | undefined,
    signal: AbortSignal,
  ): Promise<ReadableStream<Uint8Array> | undefined> {
    const isPost = this.#runId === undefined && this.#body !== undefined;
    if (isPost && this.#mayHaveStarted) throw lostBefore();
    this.#mayHaveStarted = isPost;
    const response = await this.#fetch(isPost ? "POST" : "GET", lastEventId, signal);
    const { status } = response;
    if (notBegun.has(status) || (status >= 500 && !isPost)) {
      await response.body?.cancel().catch(() => undefined);
      this.#mayHaveStarted = false;
      throw new TemporaryFailure(response);
    }
    return status === 204 ? undefined : this.#readHead(response);
  }

  /** Cancels the run on the server, where one has begun. Never rejects. */
  async cancel(): Promise<void> {
    if (this.#runId === undefined) return;
    const { headers = {} } = this.#options;
    // Nobody waits for it so long, but a request that is open keeps the process alive.
    const controller = new AbortController();
    const timer = setTimeout(() => {
      controller.abort();
    }, maxCancelMs);
    try {
      const { signal } = controller;
      const url = this.#runUrl(this.#runId);
      const response = await this.#request(url, { method: "DELETE", headers, signal });
      await response.body?.cancel();
    } catch {
      // The server is gone, and the run with it, or does not want to.
    }
    clearTimeout(timer);
  }

  async #fetch(
    method: string,
    lastEventId: string | undefined,
    signal: AbortSignal,
  ): Promise<Response> {
    const { headers = {}, filter } = this.#options;
    const isPost = method === "POST";
    const init = {
      method,
      signal,
      headers: {
        ...headers,
        accept: "text/event-stream",
        ...(lastEventId !== undefined && { "last-event-id": toHeader(lastEventId) }),
        ...(isPost && { "content-type": "application/json" }),
      },
      ...(isPost && this.#body !== undefined && { body: this.#body }),
    };
    const url = this.#urlOf(lastEventId);
    addFilterParameters(url, filter);
    try {
      return await this.#request(url, init);
    } catch (error) {
      throw isPost && !signal.aborted ? lostBefore(error) : error;
    }
  }

  // What is read by GET goes on at the same address, by the id of the last event, as in a browser's own EventSource.
  #urlOf(lastEventId: string | undefined): URL {
    const isSame =
      this.#runId === undefined || (this.#body === undefined && lastEventId !== undefined);
    return isSame ? new URL(this.#url) : this.#runUrl(this.#runId ?? "");
  }

  // Not what `location` says: behind a proxy the path may be another one, and pages of elsewhere can't read it.
  #runUrl(runId: string): URL {
    const url = new URL(this.#url);
    url.pathname = `${matchRoute(url.pathname).base}/runs/${runId}`;
    return url;
  }

  #request(url: URL, init: RequestInit): Promise<Response> {
    return (this.#options.fetch ?? fetch)(url.href, init);
  }

  async #readHead(response: Response): Promise<ReadableStream<Uint8Array>> {
    const type = response.headers.get("content-type") ?? "";
    if (response.ok && response.body !== null && /^text\/event-stream\b/iu.test(type)) {
      this.joined(response.headers.get("x-run-id"));
      return response.body;
    }
    throw await readRefusal(response);
  }
}

function toBody({ input, config }: ConnectEventsOptions): string {
  try {
    return JSON.stringify({ input: toWireValue(input), config });
  } catch (cause) {
    throw new InvalidArgumentError(
      "The config of a run that is started by POST can't be sent as JSON; give plain values.",
      { cause },
    );
  }
}

// Asked for by `fetch` it would fail again and again, as if the server was away.
function toHeader(lastEventId: string): string {
  const value = toLastEventIdHeader(lastEventId);
  if (value !== undefined) return value;
  throw new EventsConnectionError(
    "The connection was lost after an event whose id has control characters in it, which no header can carry; begin again.",
  );
}

function lostBefore(cause?: unknown): EventsConnectionError {
  return new EventsConnectionError(
    "The connection was lost before the server said whether the run has started; start it again if that does no harm.",
    { cause },
  );
}

// Seconds, or a date.
function readRetryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  const delay = /^\d+$/u.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(delay) ? undefined : Math.max(0, delay);
}
