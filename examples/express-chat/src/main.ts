import { once } from "node:events";
import { createServer } from "node:http";
import { bundlePage } from "./bundle-page.ts";
import { createChatApp } from "./create-chat-app.ts";
import { createGuide } from "./guide/create-guide.ts";
import { paceOf } from "./guide/pace.ts";

const port = Number(process.env["PORT"] ?? 3000);
const { app, runs } = createChatApp({ guide: createGuide(paceOf(60)), page: await bundlePage() });
const server = createServer(app).listen(port, "localhost");
await once(server, "listening");
console.log(`Open http://localhost:${String(port)}/ and ask. Ctrl+C ends it.`);

process.once("SIGINT", () => {
  server.close();
  void runs.close().then(() => {
    server.closeAllConnections();
  });
});
