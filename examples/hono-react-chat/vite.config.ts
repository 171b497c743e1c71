import { fileURLToPath } from "node:url";
import { getRequestListener } from "@hono/node-server";
import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig, type Plugin } from "vite";
import { createChatService } from "./src/create-chat-service.ts";
import { createCook } from "./src/cook/create-cook.ts";
import { paceOf } from "./src/cook/pace.ts";

const inFolder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// `npm run dev`: the service answers in Vite's own server, so that one command is enough.
const chatService: Plugin = {
  name: "chat-service",
  configureServer({ middlewares, httpServer }) {
    const { app, runs } = createChatService({ cook: createCook(paceOf(60)) });
    const listener = getRequestListener(app.fetch);
    middlewares.use((request, response, next) => {
      if (request.url?.startsWith("/chat") === true) void listener(request, response);
      else next();
    });
    httpServer?.once("close", () => void runs.close());
  },
};

export default defineConfig({
  root: inFolder("src/page"),
  plugins: [react(), chatService],
  // In this repository the packages are taken from their sources. Leave it out where they are installed.
  resolve: { conditions: ["@rivulet/source", ...defaultClientConditions] },
  build: { outDir: inFolder("dist/site"), emptyOutDir: true },
});
