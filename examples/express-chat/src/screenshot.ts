import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { launchBrowser } from "@rivulet/example-browser";
import { bundlePage } from "./bundle-page.ts";
import { createChatApp } from "./create-chat-app.ts";
import { createGuide } from "./guide/create-guide.ts";
import { paceOf } from "./guide/pace.ts";

// Makes the pictures in docs/images: the page in the middle of an answer, light and dark.
const folder = fileURLToPath(new URL("../../../docs/images/", import.meta.url));
await mkdir(folder, { recursive: true });

const { app, runs } = createChatApp({ guide: createGuide(paceOf(40)), page: await bundlePage() });
const server = createServer(app).listen(0, "127.0.0.1");
await once(server, "listening");
const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;

const browser = await launchBrowser();
for (const colorScheme of ["light", "dark"] as const) {
  const viewport = { width: 1120, height: 800 };
  const context = await browser.newContext({ viewport, colorScheme, deviceScaleFactor: 1.5 });
  const page = await context.newPage();
  await page.goto(url);
  await page.getByLabel("Your question").fill("A quiet walk with birds?");
  await page.getByRole("button", { name: "Ask" }).click();
  await page.locator("#answer", { hasText: "Tomorrow in Texel" }).waitFor();
  await page.screenshot({ path: `${folder}chat-page-${colorScheme}.png`, animations: "disabled" });
  await context.close();
}
await browser.close();
await runs.close();
server.close();
server.closeAllConnections();
console.log(`Made two pictures in ${folder}`);
