import { existsSync, readFileSync, readdirSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

/** What installing a package brings. */
export interface InstalledSize {
  /** The package itself included. */
  readonly packages: number;
  /** Bytes of all files. */
  readonly bytes: number;
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
}

/**
 * A package and everything that it depends on, each version once, as it lies in `node_modules`. Of a package of this
 * workspace only what it publishes counts.
 *
 * @throws an Error when a dependency is not installed.
 */
export function installedSize(name: string, from: string): InstalledSize {
  const folders = new Set<string>();
  collect(findPackage(name, from), folders);
  let bytes = 0;
  for (const folder of folders) bytes += sizeOfPackage(folder);
  return { packages: folders.size, bytes };
}

function collect(folder: string, folders: Set<string>): void {
  if (folders.has(folder)) return;
  folders.add(folder);
  const { dependencies = {} } = readManifest(folder);
  for (const name of Object.keys(dependencies)) collect(findPackage(name, folder), folders);
}

// As Node does: the nearest `node_modules` upwards that has it. Packages may hide their manifest from `require.resolve`.
function findPackage(name: string, from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(candidate)) return realpathSync(candidate);
    if (folder === dirname(folder)) throw new Error(`${name} is not installed for ${from}.`);
  }
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}

function sizeOfPackage(folder: string): number {
  if (folder.includes(`node_modules`)) return sizeOf(folder);
  const { files = [] } = readManifest(folder);
  const published = files.filter((file) => !file.startsWith("!"));
  return [...published, "package.json"].reduce((sum, file) => sum + sizeOf(join(folder, file)), 0);
}

function sizeOf(path: string): number {
  const entry = statSync(path);
  if (!entry.isDirectory()) return entry.size;
  return readdirSync(path)
    .filter((name) => name !== "node_modules" && name !== ".tsbuildinfo")
    .reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}
