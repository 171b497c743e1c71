import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { sendRequests } from "../chains/http-client.ts";
import { answer } from "../chains/traced-services.ts";
import { path, type Order, type Ready, type Standing, type Variant } from "./messages.ts";

const program = fileURLToPath(new URL("./main.js", import.meta.url));

/** Requests in one block. */
export interface Load {
  readonly requests: number;
  readonly connections: number;
}

/** A program that answers requests, in a process of its own. */
export class TracedProcess {
  readonly #child: ChildProcess;
  #port: number | undefined;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /**
   * Starts one.
   *
   * @param name a key of `tracedServices`; a fetch handler, which its process calls itself, for every other name
   */
  static async start(name: string, variant: Variant): Promise<TracedProcess> {
    const started = new TracedProcess(fork(program, [name, variant]));
    started.#port = (await started.#heard<Ready>()).port;
    return started;
  }

  /** Has it answer so many requests; resolves with how many were answered as they should be, and how it stands then. */
  async answer({ requests, connections }: Load): Promise<Standing> {
    const port = this.#port;
    if (port === undefined) return this.#tell({ calls: requests });
    const answered = await sendRequests({ port, path, requests, connections }, answer);
    return { ...(await this.look()), answered };
  }

  /** How it stands. */
  look(): Promise<Standing> {
    return this.#tell({ calls: 0 });
  }

  /** Ends it. */
  close(): void {
    if (this.#child.connected) this.#child.disconnect();
  }

  #tell(order: Order): Promise<Standing> {
    const standing = this.#heard<Standing>();
    this.#child.send(order);
    return standing;
  }

  async #heard<Message>(): Promise<Message> {
    const settled = new AbortController();
    const { signal } = settled;
    try {
      const ended = once(this.#child, "exit", { signal }).then(([code, by]: unknown[]) => {
        throw new Error(`A process that answers requests ended with ${String(code ?? by)}.`);
      });
      const [message] = (await Promise.race([once(this.#child, "message", { signal }), ended])) as [
        Message,
      ];
      return message;
    } finally {
      settled.abort();
    }
  }
}
