// Runs open-at-exit.ts in a worker thread, while a run of this thread is open too.
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { traceable } from "@rivulet/core";
import { inspectRuns, watchRuns } from "@rivulet/core/debug";

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const [, , way = "drain", ending] = process.argv;
watchRuns();
void traceable(() => new Promise<never>(() => undefined), { name: "of the main thread" })();

const worker = new Worker(new URL("open-at-exit.ts", import.meta.url), { argv: [way] });
worker.on("error", ({ message }: Error) => {
  say(`worker failed: ${message}`);
});
const whenOver = once(worker, "exit");
if (way === "stay") await once(worker, "message");
if (ending === "exit") process.exit(4);
if (ending === "terminate") await worker.terminate();
const [exitCode] = await whenOver.catch(() => [1]);
say(`worker ended: ${String(exitCode)}`);
say(
  inspectRuns()
    .runs.map(({ name }) => name)
    .join(),
);
