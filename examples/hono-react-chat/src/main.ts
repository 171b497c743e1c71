import { fileURLToPath } from "node:url";
import { serve } from "@hono/node-server";
import { createCook } from "./cook/create-cook.ts";
import { paceOf } from "./cook/pace.ts";
import { createChatService } from "./create-chat-service.ts";

const port = Number(process.env["PORT"] ?? 3001);
const { app, runs } = createChatService({
  cook: createCook(paceOf(60)),
  site: fileURLToPath(new URL("site", import.meta.url)),
});
const server = serve({ fetch: app.fetch, port, hostname: "localhost" }, () => {
  console.log(`Open http://localhost:${String(port)}/ and ask. Ctrl+C ends it.`);
});

process.once("SIGINT", () => {
  server.close();
  void runs.close().then(() => {
    if ("closeAllConnections" in server) server.closeAllConnections();
  });
});
