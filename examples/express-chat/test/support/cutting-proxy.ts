import { once } from "node:events";
import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Where the connection of an event stream is cut. */
export interface Cut {
  /** After so many events. */
  readonly after: number;
  /** And this share of the next frame, from 0 to 1. */
  readonly rest?: number;
  /** Whether the server says no more (FIN), or takes back what was not read (RST). */
  readonly how?: "end" | "reset";
  /** What it waits for: what the browser has not read is lost with the connection. */
  readonly when?: () => Promise<void>;
}

/** Stands between the browser and the service, and cuts the connections of event streams. */
export class CuttingProxy {
  /** Where requests go. */
  upstreamPort: number;
  /** What a request for events waits for. */
  hold: Promise<void> = Promise.resolve();
  /** How many event streams there were, and how many were cut. */
  streamCount = 0;
  cutCount = 0;
  #cuts: Cut[] = [];
  readonly #server = createServer((incoming, outgoing) => {
    void this.#forward(incoming, outgoing).catch(() => {
      outgoing.destroy();
    });
  });

  private constructor(upstreamPort: number) {
    this.upstreamPort = upstreamPort;
  }

  static async start(upstreamPort: number): Promise<CuttingProxy> {
    const proxy = new CuttingProxy(upstreamPort);
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  /** Where the next event streams are cut, each once; those after them are not. Counts anew. */
  plan(cuts: readonly Cut[]): void {
    this.#cuts = [...cuts];
    this.streamCount = 0;
    this.cutCount = 0;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    if (isEventStream(incoming.headers.accept)) await this.hold;
    const { method, url: path, headers } = incoming;
    const forwarded = request({
      port: this.upstreamPort,
      host: "127.0.0.1",
      method,
      path,
      headers,
    });
    outgoing.once("close", () => forwarded.destroy());
    forwarded.once("error", () => outgoing.destroy());
    incoming.pipe(forwarded);
    const [answer] = (await once(forwarded, "response")) as [IncomingMessage];
    const { statusCode = 502 } = answer;
    outgoing.writeHead(statusCode, answer.headers);
    if (isEventStream(answer.headers["content-type"])) await this.#pass(answer, outgoing);
    else answer.pipe(outgoing);
  }

  async #pass(answer: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    this.streamCount += 1;
    const cut = this.#cuts.shift();
    let seen = 0;
    outgoing.flushHeaders();
    for await (const frame of framesOf(answer)) {
      const isEvent = frame.startsWith("event: on_");
      const isFinal = /^event: (end|error)$/mu.test(frame);
      if (cut !== undefined && (isEvent || isFinal) && seen === cut.after) {
        await cut.when?.();
        this.cutCount += 1;
        const rest = frame.slice(0, Math.floor(frame.length * (cut.rest ?? 0)));
        cutOff(outgoing, rest, cut.how);
        return;
      }
      if (isEvent) seen += 1;
      outgoing.write(frame);
    }
    outgoing.end();
  }
}

function isEventStream(mediaType: string | undefined): boolean {
  return mediaType?.startsWith("text/event-stream") === true;
}

function cutOff(outgoing: ServerResponse, rest: string, how: Cut["how"] = "end"): void {
  const { socket } = outgoing;
  const cut = (): void => {
    if (how === "reset") socket?.resetAndDestroy();
    else socket?.destroySoon();
  };
  if (rest === "") cut();
  else outgoing.write(rest, cut);
}

async function* framesOf(answer: IncomingMessage): AsyncGenerator<string> {
  let text = "";
  for await (const piece of answer.setEncoding("utf8")) {
    text += String(piece);
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      yield text.slice(0, end + 2);
      text = text.slice(end + 2);
    }
  }
}
