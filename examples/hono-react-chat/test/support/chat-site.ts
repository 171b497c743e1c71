import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { getRequestListener } from "@hono/node-server";
import type { RunEvent } from "@rivulet/core";
import { createCook } from "../../src/cook/create-cook.ts";
import { createChatService, type ChatService } from "../../src/create-chat-service.ts";
import type { TokenGate } from "./token-gate.ts";

const example = join(__dirname, "../..");
const vite = join(example, "node_modules/vite/bin/vite.js");

/** Builds the page as `npm run build` does, into a folder of its own. In mode `development` React is strict. */
export async function buildSite(mode: "production" | "development"): Promise<string> {
  const site = mkdtempSync(join(tmpdir(), "rivulet-site-"));
  // Not Jest's "test": React would be another one.
  const env = { ...process.env, NODE_ENV: mode };
  const options = ["build", "--mode", mode, "--outDir", site, "--logLevel", "warn"];
  await promisify(execFile)(process.execPath, [vite, ...options], { cwd: example, env });
  return site;
}

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

/** Removes what {@link buildSite} made. */
export function removeSite(site: string): void {
  rmSync(site, { recursive: true, force: true });
}
