import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** The folder of the example. */
export const example = join(__dirname, "../..");
/** Vite's program. */
export const vite = join(example, "node_modules/vite/bin/vite.js");

/** Builds the page as `npm run build` does, into a folder of its own. In mode `development` React is strict. */
export async function buildSite(mode: "production" | "development"): Promise<string> {
  const site = mkdtempSync(join(tmpdir(), "rivulet-site-"));
  // Not Jest's "test": React would be another one.
  const env = { ...process.env, NODE_ENV: mode };
  const options = ["build", "--mode", mode, "--outDir", site, "--logLevel", "warn"];
  await promisify(execFile)(process.execPath, [vite, ...options], { cwd: example, env });
  return site;
}

/** Removes what {@link buildSite} made. */
export function removeSite(site: string): void {
  rmSync(site, { recursive: true, force: true });
}
