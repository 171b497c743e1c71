import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const execFileAsync = promisify(execFile);

/** A package of the workspace that users install. */
export interface PublishedPackage {
  readonly name: string;
  /** Its absolute folder. */
  readonly folder: string;
}

/** What a command left behind; `output` is standard output and error, one after the other. */
export interface CommandResult {
  readonly succeeded: boolean;
  readonly stdout: string;
  readonly output: string;
}

/** The absolute folder of the workspace. */
export const repositoryFolder: string = fileURLToPath(new URL("../../..", import.meta.url));

/** The packages that are not private, by folder name. */
export function listPublishedPackages(): readonly PublishedPackage[] {
  return readdirSync(join(repositoryFolder, "packages"))
    .toSorted()
    .map((name) => join(repositoryFolder, "packages", name))
    .filter((folder) => existsSync(join(folder, "package.json")))
    .map((folder) => ({ folder, manifest: readManifest(folder) }))
    .filter(({ manifest }) => manifest["private"] !== true)
    .map(({ folder, manifest }) => ({ name: String(manifest["name"]), folder }));
}

/** Reads a folder's `package.json`. */
export function readManifest(folder: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, unknown>;
}

/** Runs a program without a shell. Never rejects: a failure is in the result. */
export async function run(
  program: string,
  args: readonly string[],
  cwd: string = repositoryFolder,
): Promise<CommandResult> {
  try {
    const { stdout, stderr } = await execFileAsync(program, args, { cwd, maxBuffer: 2 ** 26 });
    return { succeeded: true, stdout, output: stdout + stderr };
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    return { succeeded: false, stdout, output: `${stdout}${stderr}${stderr ? "" : String(error)}` };
  }
}

/** Runs a JavaScript file of an installed tool, given from `node_modules` on. */
export function runTool(
  file: string,
  args: readonly string[],
  cwd?: string,
): Promise<CommandResult> {
  return run(process.execPath, [join(repositoryFolder, "node_modules", file), ...args], cwd);
}

/** Brings every `dist` up to date: the tests of this package look at what users get. */
export async function buildPackages(): Promise<void> {
  const projects = listPublishedPackages().map(({ folder }) => folder);
  const built = await runTool("typescript/bin/tsc", ["-b", ...projects]);
  if (!built.succeeded) throw new Error(`tsc -b failed:\n${built.output}`);
  for (const script of ["prune-dist.mjs", "bundle-packages.mjs"]) {
    const ran = await run(process.execPath, [join(repositoryFolder, "packages/workspace", script)]);
    if (!ran.succeeded) throw new Error(`${script} failed:\n${ran.output}`);
  }
}
