import { findChromium } from "./find-chromium.ts";

/**
 * A `describe` of Jest whose tests need a browser. Where none is installed they are skipped, and the title says why: a newcomer
 * has only Node and npm. In CI (`CI` is set) they run and fail, so that nobody takes skipped for passed.
 */
export function describeWithBrowser(title: string, tests: () => void): void {
  const { CI = "" } = process.env;
  if (CI !== "" || findChromium() !== undefined) describe(title, tests);
  else describe.skip(`${title} (skipped: no Chromium on the PATH or in CHROMIUM_PATH)`, tests);
}
