import { fileURLToPath } from "node:url";
import { getRequestListener } from "@hono/node-server";
import react from "@vitejs/plugin-react";
import { defaultClientConditions, defaultServerConditions, defineConfig, type Plugin } from "vite";
import type * as Demo from "./src/create-demo-service.ts";

const inFolder = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// In this repository the packages are taken from their sources. Leave it out where they are installed.
const source = "@rivulet/source";

// `npm run dev`: the service answers in Vite's own server, so that one command is enough.
const chatService: Plugin = {
  name: "chat-service",
  async configureServer(server) {
    const demo = await server.ssrLoadModule(inFolder("src/create-demo-service.ts"));
    const { app, runs } = (demo as typeof Demo).createDemoService();
    const listener = getRequestListener(app.fetch);
    server.middlewares.use((request, response, next) => {
      if (/^\/chat(?:[/?]|$)/.test(request.url ?? "")) void listener(request, response);
      else next();
    });
    server.httpServer?.once("close", () => void runs.close());
  },
};

export default defineConfig({
  root: inFolder("src/page"),
  plugins: [react(), chatService],
  resolve: { conditions: [source, ...defaultClientConditions] },
  ssr: { resolve: { conditions: [source, ...defaultServerConditions] } },
  build: { outDir: inFolder("dist/site"), emptyOutDir: true },
});
