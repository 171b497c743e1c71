import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { RunEvent } from "@rivulet/core";
import { createCook } from "../../src/cook/create-cook.ts";
import { createChatService, type ChatService } from "../../src/create-chat-service.ts";
import type { TokenGate } from "./token-gate.ts";

/** The service with a built page, on a port of its own. */
export class ChatSite {
  readonly events: RunEvent[] = [];
  readonly service: ChatService;
  /** How many times each request was made: `POST /chat`. */
  readonly requests: string[] = [];
  readonly #server: Server;
  readonly #streams = new Set<Socket>();

  private constructor(site: string, gate: TokenGate) {
    this.service = createChatService({
      cook: createCook((signal) => gate.pass(signal)),
      site,
      callbacks: [{ on_event: (event) => void this.events.push(event) }],
    });
    const listener = getRequestListener(this.service.app.fetch);
    this.#server = createServer((request, response) => {
      const path = request.url ?? "";
      if (path.startsWith("/chat")) {
        this.requests.push(`${request.method ?? ""} ${path}`);
        this.#streams.add(request.socket);
        response.once("close", () => this.#streams.delete(request.socket));
      }
      void listener(request, response);
    });
  }

  static async start(site: string, gate: TokenGate): Promise<ChatSite> {
    const chat = new ChatSite(site, gate);
    chat.#server.listen(0, "127.0.0.1");
    await once(chat.#server, "listening");
    return chat;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}/`;
  }

  /** How many answers with events are open. */
  get openStreams(): number {
    return this.#streams.size;
  }

  async close(): Promise<void> {
    await this.service.runs.close();
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
