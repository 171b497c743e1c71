import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const repository = join(__dirname, "../../../..");

/** How a program ended, and what it wrote. */
export interface ProgramEnding {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program of `test/programs` as a process of its own, over the sources, with these environment variables. */
export async function runProgram(
  name: string,
  environment: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
): Promise<ProgramEnding> {
  const program = join(__dirname, "../programs", name);
  const loader = join(repository, "docs/examples/ts-node.mjs");
  const options = [
    "--disable-warning=DEP0180",
    "--conditions=@rivulet/source",
    `--import=${loader}`,
  ];
  const { DEBUG: _debug, DEBUG_COLORS: _colors, FORCE_COLOR: _force, ...inherited } = process.env;
  const child = spawn(process.execPath, [...options, program, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...inherited, ...environment },
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [exitCode] = (await once(child, "close")) as [number | null];
  return { exitCode, stdout, stderr };
}
