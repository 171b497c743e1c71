import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { toNodeListener, type FetchHandler } from "@rivulet/http/node";

/** A server of `node:http` on the loopback interface around one handler. */
export class HttpServer {
  readonly sockets: Set<Socket> = new Set();
  readonly requests: IncomingMessage[] = [];
  handler: FetchHandler;
  readonly #server: Server;

  private constructor(handler: FetchHandler) {
    this.handler = handler;
    const listener = toNodeListener((request) => this.handler(request));
    this.#server = createServer((request, response) => {
      this.requests.push(request);
      listener(request, response);
    });
    this.#server.on("connection", (socket) => {
      this.sockets.add(socket);
      socket.once("close", () => this.sockets.delete(socket));
    });
  }

  static async start(handler: FetchHandler): Promise<HttpServer> {
    const server = new HttpServer(handler);
    server.#server.listen(0, "127.0.0.1");
    await once(server.#server, "listening");
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.port)}`;
  }

  /** Closes the sockets that serve no request. */
  closeIdle(): void {
    this.#server.closeIdleConnections();
  }

  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
