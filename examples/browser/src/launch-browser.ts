import { chromium, type Browser, type LaunchOptions } from "playwright-core";
import { findChromium } from "./find-chromium.ts";

/**
 * Launches the installed Chromium without a window. Close it when you are done.
 *
 * @throws Error when none is installed, or it cannot be launched.
 */
export async function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error(
      "No Chromium was found on the PATH; install one (Debian: apt-get install chromium), or set CHROMIUM_PATH.",
    );
  }
  const { args = [], ...others } = options;
  return chromium.launch({
    executablePath,
    // On a busy machine it may take longer than Playwright's 30 s.
    timeout: 100_000,
    ...others,
    args: [...args, ...rootArguments()],
  });
}

// Chromium's sandbox refuses to be run by root, as one is in a container.
function rootArguments(): readonly string[] {
  return process.getuid?.() === 0 ? ["--no-sandbox"] : [];
}
