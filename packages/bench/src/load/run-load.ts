import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { ClientsFound, Load, LoadFound, ServerFound } from "./load.ts";

const run = promisify(execFile);
const programOf = (name: string): string => fileURLToPath(new URL(`./${name}.js`, import.meta.url));

/** The longest that a load may take. */
const timeoutMs = 120_000;

/**
 * Puts a service under load: the server in a process of its own, all clients in another, over the loopback interface.
 *
 * @throws an Error when a client did not have every event once and in order.
 */
export async function runLoad(load: Load): Promise<LoadFound> {
  const server = spawn(process.execPath, [programOf("serve"), JSON.stringify(load)], {
    stdio: ["ignore", "pipe", "inherit"],
    timeout: timeoutMs,
  });
  try {
    server.stdout.setEncoding("utf8");
    const [port] = (await once(server.stdout, "data")) as [string];
    const url = `http://127.0.0.1:${port.trim()}`;
    const options = { timeout: timeoutMs };
    const { stdout } = await run(
      process.execPath,
      [programOf("ask"), JSON.stringify(load), url],
      options,
    );
    const report = await fetch(`${url}/report`);
    return { ...(JSON.parse(stdout) as ClientsFound), ...((await report.json()) as ServerFound) };
  } finally {
    server.kill();
  }
}
