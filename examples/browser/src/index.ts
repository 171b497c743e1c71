export { describeWithBrowser } from "./describe-with-browser.ts";
export { findChromium } from "./find-chromium.ts";
export { launchBrowser } from "./launch-browser.ts";
