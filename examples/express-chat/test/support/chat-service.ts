import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { EventsHandler, EventsHandlerOptions } from "@rivulet/http";
import type { StreamEvent } from "@rivulet/runnables";
import { EventLog } from "@rivulet/test-support";
import { bundlePage, type PageFiles } from "../../src/bundle-page.ts";
import { createChatApp } from "../../src/create-chat-app.ts";
import { createGuide } from "../../src/guide/create-guide.ts";
import type { Pace } from "../../src/guide/pace.ts";

let bundled: Promise<PageFiles> | undefined;

/** The page, made of the sources, once. */
export function bundledPage(): Promise<PageFiles> {
  return (bundled ??= bundlePage({ conditions: ["@rivulet/source"] }));
}

/** The service, and a recording of everything that it runs. */
export class ChatService {
  readonly runs: EventsHandler;
  readonly #log = new EventLog<StreamEvent>();
  readonly #server: Server;

  private constructor(page: PageFiles, pace: Pace, events: EventsHandlerOptions) {
    const { app, runs } = createChatApp({
      guide: createGuide(pace),
      page,
      callbacks: [this.#log],
      events: { retryMs: 1, ...events },
    });
    this.runs = runs;
    this.#server = createServer(app);
  }

  static async start(pace: Pace, events: EventsHandlerOptions = {}): Promise<ChatService> {
    const service = new ChatService(await bundledPage(), pace, events);
    service.#server.listen(0, "127.0.0.1");
    await once(service.#server, "listening");
    return service;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Everything that it ran, in order. */
  get events(): StreamEvent[] {
    return this.#log.events;
  }

  /** The first event that fits; waits for it where there is none yet. */
  recorded(fits: (event: StreamEvent) => boolean): Promise<StreamEvent> {
    return this.#log.first(fits);
  }

  /** Waits until nothing more is told, while everybody waits for something. */
  async settled(): Promise<void> {
    let before = -1;
    while (before !== this.events.length) {
      before = this.events.length;
      for (let turn = 0; turn < 5; turn += 1) await nextTurn();
    }
  }

  /** The events of a run, and of those inside it. */
  eventsOf(runId: string): readonly StreamEvent[] {
    return this.events.filter(({ run_id: id, parent_ids: parents }) =>
      [id, ...parents].includes(runId),
    );
  }

  async close(): Promise<void> {
    await this.runs.close();
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
