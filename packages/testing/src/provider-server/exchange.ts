import type { IncomingMessage, ServerResponse } from "node:http";
import { setImmediate } from "node:timers/promises";
import { findEndpoint, type ProviderEndpoint } from "./provider-endpoint.ts";
import type { ProviderRequest, RequestBody, RequestEnd } from "./provider-request.ts";

/** A request and the connection that its answer goes to. */
export class Exchange implements ProviderRequest {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly endpoint: ProviderEndpoint | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly body: RequestBody;
  readonly time = now();
  /** Fulfilled when the answer has ended, in whatever way. */
  readonly closed: Promise<RequestEnd>;
  readonly #response: ServerResponse;
  #framesSent = 0;
  #end: RequestEnd | undefined;
  #isEndedByServer = false;

  constructor(id: string, text: string, response: ServerResponse) {
    const { method = "", url = "", headers } = response.req;
    const { pathname, search } = new URL(url, "http://localhost");
    this.id = id;
    this.method = method;
    this.path = pathname;
    this.query = search;
    this.endpoint = findEndpoint(pathname);
    this.headers = flattenHeaders(headers);
    this.text = text;
    this.body = parseBody(text);
    this.#response = response;
    // That a client has left is no failure of the server.
    response.on("error", () => undefined);
    this.closed = new Promise((resolve) => {
      if (response.closed) resolve(this.#close());
      else response.once("close", () => resolve(this.#close()));
    });
  }

  get framesSent(): number {
    return this.#framesSent;
  }

  get end(): RequestEnd | undefined {
    return this.#end;
  }

  /** Sends the status and the headers at once, before any of the body. */
  writeHead(status: number, headers: Readonly<Record<string, string>>): void {
    this.#response.writeHead(status, headers);
    this.#response.flushHeaders();
  }

  /** Sends each part in a packet of its own; resolves once they have been handed to the network, or the connection is closed. */
  async writeFrame(parts: readonly Uint8Array[]): Promise<void> {
    for (const part of parts) {
      await this.#write(part);
      if (parts.length > 1) await letOthersRead();
    }
    this.#framesSent += 1;
  }

  /** Sends what there is of a frame, and closes the connection. */
  async cut(part: Uint8Array | undefined): Promise<void> {
    this.#isEndedByServer = true;
    if (part !== undefined) await this.#write(part);
    await letOthersRead();
    this.#response.destroy();
  }

  /** Says that all has been sent. */
  finish(): void {
    this.#response.end();
  }

  /** Closes the connection, wherever the answer is. */
  destroy(): void {
    this.#isEndedByServer = true;
    this.#response.destroy();
  }

  #write(part: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      if (this.#response.destroyed) resolve();
      else
        this.#response.write(part, () => {
          resolve();
        });
    });
  }

  #close(): RequestEnd {
    const isComplete = this.#response.writableFinished;
    const by = isComplete || this.#isEndedByServer ? "server" : "client";
    this.#end ??= { by, isComplete, time: now() };
    return this.#end;
  }
}

// A client in this process reads a packet in one turn of the event loop, which is the next one at the latest; without a pause it
// gets two of them as one.
async function letOthersRead(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await setImmediate();
}

function now(): number {
  return performance.timeOrigin + performance.now();
}

function flattenHeaders(headers: IncomingMessage["headers"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value].flat().join(", ")]),
  );
}

function parseBody(text: string): RequestBody {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? (body as RequestBody) : {};
  } catch {
    return {};
  }
}
