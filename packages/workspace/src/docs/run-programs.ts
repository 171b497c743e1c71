import { spawn } from "node:child_process";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { repositoryFolder } from "../repository.ts";
import { loopbackImport } from "./documents.ts";
import type { Program } from "./extract-programs.ts";

/** What a program did. */
export interface ProgramResult {
  /** What each block printed to standard output, in order. */
  readonly outputs: readonly string[];
  /** What it failed with, and where. */
  readonly error?: string;
}

/**
 * Runs programs one after the other in one Node process, over the sources of the packages and as if each stood in
 * `docs/examples/src`.
 *
 * @throws an `Error` with the process's last words when that itself fails.
 */
export async function runPrograms(programs: readonly Program[]): Promise<readonly ProgramResult[]> {
  const args = [
    "--disable-warning=DEP0180",
    "--conditions=@rivulet/source",
    "--import",
    "./docs/examples/ts-node.mjs",
    "packages/workspace/run-programs.mjs",
  ];
  // Whatever keys there are, a document asks no real provider.
  const env = { ...process.env, OPENAI_API_KEY: "", ANTHROPIC_API_KEY: "", NODE_OPTIONS: "" };
  const child = spawn(process.execPath, args, { cwd: repositoryFolder, env });
  const folder = join(repositoryFolder, "docs/examples/src");
  const sources = programs.map(({ blocks, hasLoopback }, index) => ({
    file: join(folder, `program-${String(index)}.ts`),
    blocks: blocks.map(({ code }, at) =>
      hasLoopback && at === 0 ? `${loopbackImport}\n${code}` : code,
    ),
  }));
  child.stdin.end(JSON.stringify(sources));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (!stdout.startsWith("[")) throw new Error(`The programs did not run:\n${stdout}${stderr}`);
  return JSON.parse(stdout) as readonly ProgramResult[];
}
