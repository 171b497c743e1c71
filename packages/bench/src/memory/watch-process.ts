import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Watched, WatchOptions } from "./watch.ts";

const run = promisify(execFile);
const program = fileURLToPath(new URL("./main.js", import.meta.url));

/** Watches a stream in a process of its own, so that its memory is that of nothing else. */
export async function watchProcess(
  stream: string,
  { chunks, pauseMs }: Pick<WatchOptions, "chunks" | "pauseMs">,
): Promise<Watched> {
  const { stdout } = await run(process.execPath, [
    program,
    stream,
    String(chunks),
    String(pauseMs),
  ]);
  return JSON.parse(stdout) as Watched;
}
