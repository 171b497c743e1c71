import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { parseJsonLines, type Result } from "./result.ts";
import type { Scale } from "./work.ts";

/**
 * Runs a work in a process of its own: what another one left behind in the heap, and what V8 had learnt from it of the shapes
 * of objects, made runs half as dear again. What the process says on its standard error is passed on.
 *
 * @param program what was started by `node`
 * @throws an Error when the process fails.
 */
export async function runAlone(program: string, id: string, scale: Scale): Promise<Result> {
  const args = [...process.execArgv, program, id, "--json"];
  if (scale !== "full") args.push(`--${scale}`);
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const [output, code] = await Promise.all([text(child.stdout), ended]);
  const [result] = code === 0 ? parseJsonLines(output) : [];
  if (result === undefined) throw new Error(`its process ended with ${String(code)}.`);
  return result;
}
