import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Names that Debian, Google and others install it under. */
const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * The path of an installed Chromium or Chrome: `CHROMIUM_PATH`, or the first of the usual names that is on the `PATH`.
 * `undefined` where there is none.
 */
export function findChromium(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string | undefined {
  const { CHROMIUM_PATH: given, PATH: path = "" } = environment;
  if (given !== undefined && given !== "") return given;
  const folders = path.split(delimiter).filter((folder) => folder !== "");
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return candidates.find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
