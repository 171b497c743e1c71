import { EventsConnectionError } from "../errors/events-connection-error.ts";
import { toWireValue } from "../util/wire-value.ts";
import { toAbsoluteUrl, type ConnectEventsOptions } from "./connect-events-options.ts";
import { addFilterParameters } from "./event-filter-parameters.ts";

/** Statuses after which it may help to ask again. */
const passing: ReadonlySet<number> = new Set([408, 425, 429]);

/** An answer that says that the server cannot now: to be asked again. */
export class TemporaryFailure extends Error {}

/** Asks a server for events: first for a run, then for what follows in it. */
export class EventsRequest {
  readonly #options: ConnectEventsOptions;
  readonly #url: URL;
  /** Where the run is read and cancelled, once it has begun. */
  #runUrl: URL | undefined;
  #mayHaveStarted = false;

  /** @throws {@link InvalidArgumentError} when the address is none. */
  constructor(url: string | URL, options: ConnectEventsOptions) {
    this.#options = options;
    this.#url = toAbsoluteUrl(url);
  }

  /**
   * The body of an answer.
   *
   * @throws {@link EventsConnectionError} when the server refuses, or when asking again might start the run a second time;
   *   {@link TemporaryFailure} when it might help.
   */
  async send(
    lastEventId: string | undefined,
    signal: AbortSignal,
  ): Promise<ReadableStream<Uint8Array>> {
    const isPost = this.#runUrl === undefined && "input" in this.#options;
    if (isPost && this.#mayHaveStarted) {
      throw new EventsConnectionError(
        "The connection was lost before the server said whether the run has started; start it again if that does no harm.",
      );
    }
    this.#mayHaveStarted = isPost;
    const response = await this.#fetch(isPost ? "POST" : "GET", lastEventId, signal);
    if (response.status >= 500 || passing.has(response.status)) {
      await response.body?.cancel();
      // It was not started: the server says that it could not.
      this.#mayHaveStarted = false;
      throw new TemporaryFailure(`The server answered ${String(response.status)}.`);
    }
    return this.#readHead(response);
  }

  /** Cancels the run on the server, where one has begun. Never rejects. */
  async cancel(): Promise<void> {
    if (this.#runUrl === undefined) return;
    const { headers = {} } = this.#options;
    try {
      const response = await this.#request(this.#runUrl, { method: "DELETE", headers });
      await response.body?.cancel();
    } catch {
      // The server is gone, and the run with it, or does not want to.
    }
  }

  #fetch(method: string, lastEventId: string | undefined, signal: AbortSignal): Promise<Response> {
    const url = new URL(this.#runUrl ?? this.#url);
    addFilterParameters(url, this.#options.filter);
    const { input, config, headers = {} } = this.#options;
    const isPost = method === "POST";
    return this.#request(url, {
      method,
      signal,
      headers: {
        ...headers,
        accept: "text/event-stream",
        ...(lastEventId !== undefined && { "last-event-id": lastEventId }),
        ...(isPost && { "content-type": "application/json" }),
      },
      ...(isPost && { body: JSON.stringify({ input: toWireValue(input), config }) }),
    });
  }

  #request(url: URL, init: RequestInit): Promise<Response> {
    return (this.#options.fetch ?? fetch)(url.href, init);
  }

  async #readHead(response: Response): Promise<ReadableStream<Uint8Array>> {
    const type = response.headers.get("content-type") ?? "";
    if (response.ok && response.body !== null && /^text\/event-stream\b/u.test(type)) {
      const location = response.headers.get("location");
      if (location !== null) this.#runUrl = new URL(location, response.url || this.#url);
      return response.body;
    }
    throw await refusal(response);
  }
}

/** How much of a refusal is read, in characters. */
const maxDetailLength = 1000;

async function refusal(response: Response): Promise<EventsConnectionError> {
  const { status } = response;
  const text = await response.text().catch(() => "");
  const said = detailOf(text);
  return new EventsConnectionError(
    `The server refused to send events (${String(status)})${said === "" ? "" : `: ${said}`}`,
    { status },
  );
}

function detailOf(text: string): string {
  try {
    const problem = JSON.parse(text) as {
      readonly title?: unknown;
      readonly detail?: unknown;
    } | null;
    const said = [problem?.title, problem?.detail].filter((part) => typeof part === "string");
    return said.join(". ").slice(0, maxDetailLength);
  } catch {
    return "";
  }
}
