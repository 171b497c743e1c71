import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { example, vite } from "./build-site.ts";

/** What `npm run dev` runs, on a port of its own. */
export class DevServer {
  readonly url: string;
  readonly #process: ChildProcess;

  private constructor(url: string, process: ChildProcess) {
    this.url = url;
    this.#process = process;
  }

  /** Resolves when Vite says where it listens. */
  static async start(): Promise<DevServer> {
    const env = { ...process.env, NODE_ENV: "development", NO_COLOR: "1", FORCE_COLOR: "0" };
    const child = spawn(process.execPath, [vite, "--port", "0", "--host", "127.0.0.1"], {
      cwd: example,
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    for await (const line of createInterface({ input: child.stdout })) {
      const [url] = /http:\S+/.exec(line) ?? [];
      if (url !== undefined) return new DevServer(url, child);
    }
    throw new Error("Vite ended without saying where it listens; run `npm run dev` to see why.");
  }

  async close(): Promise<void> {
    const ended = once(this.#process, "exit");
    this.#process.kill();
    await ended;
  }
}
