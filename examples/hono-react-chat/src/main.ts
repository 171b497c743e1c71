import { fileURLToPath } from "node:url";
import { serve } from "@hono/node-server";
import { createDemoService } from "./create-demo-service.ts";

const port = Number(process.env["PORT"] ?? 3001);
const { app, runs } = createDemoService(fileURLToPath(new URL("site", import.meta.url)));
const server = serve({ fetch: app.fetch, port, hostname: "localhost" }, () => {
  console.log(`Open http://localhost:${String(port)}/ and ask. Ctrl+C ends it.`);
});

process.once("SIGINT", () => {
  server.close();
  void runs.close().then(() => {
    if ("closeAllConnections" in server) server.closeAllConnections();
  });
});
