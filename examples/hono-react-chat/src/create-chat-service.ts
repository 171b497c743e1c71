import { serveStatic } from "@hono/node-server/serve-static";
import type { CallbackHandler } from "@rivulet/core";
import { eventsHandler, tracing, type EventsHandler } from "@rivulet/http";
import type { Runnable } from "@rivulet/runnables";
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import * as z from "zod";
import type { Conversation } from "./cook/create-cook.ts";

/** What the service is made of. */
export interface ChatServiceOptions {
  readonly cook: Runnable<Conversation, unknown>;
  /** The folder with the built page; without it the service has events alone. */
  readonly site?: string;
  /** Told every request's run, and all runs below it. */
  readonly callbacks?: readonly CallbackHandler[];
}

/** The service, and the handler that hosts its runs. */
export interface ChatService {
  readonly app: Hono;
  readonly runs: EventsHandler;
}

const message = z.object({
  role: z.enum(["user", "assistant"]),
  content: z.string().trim().min(1).max(2000),
});
const inputSchema = z.object({ messages: z.array(message).min(1).max(100) });

/** Makes the service: the events of the cook's runs below `/chat`, and the page at `/`. */
export function createChatService({ cook, site, callbacks = [] }: ChatServiceOptions): ChatService {
  // Ten minutes: a page that is reloaded finds its run again.
  const runs = eventsHandler(cook, { inputSchema, retentionMs: 600_000 });
  const app = new Hono();
  app.use("/chat/*", tracing({ callbacks }).hono);
  app.all("/chat/*", (context) => runs(context.req.raw));
  if (site !== undefined) {
    // The page shows what models say: none of it may ever run.
    app.use(secureHeaders({ contentSecurityPolicy: { defaultSrc: ["'self'"] } }));
    app.use(serveStatic({ root: site }));
  }
  return { app, runs };
}
