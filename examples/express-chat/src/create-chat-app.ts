import type { CallbackHandler } from "@rivulet/core";
import {
  eventsHandler,
  tracing,
  type EventsHandler,
  type EventsHandlerOptions,
} from "@rivulet/http";
import { toNodeListener } from "@rivulet/http/node";
import type { Runnable } from "@rivulet/runnables";
import express, { type Express } from "express";
import { z } from "zod";
import type { PageFiles } from "./bundle-page.ts";
import type { GuideQuestion } from "./guide/create-guide.ts";

/** What the service is made of. */
export interface ChatAppOptions {
  readonly guide: Runnable<GuideQuestion, unknown>;
  readonly page: PageFiles;
  /** Told every request's run, and all runs below it. */
  readonly callbacks?: readonly CallbackHandler[];
  /** How events are served, beside what the service sets itself. */
  readonly events?: EventsHandlerOptions;
}

/** The service, and the handler that hosts its runs. */
export interface ChatApp {
  readonly app: Express;
  readonly runs: EventsHandler;
}

const inputSchema = z.object({ question: z.string().trim().min(1).max(500) });

/** Makes the service: a page at `/`, and the events of the guide's runs below `/chat`. */
export function createChatApp({ guide, page, callbacks = [], events }: ChatAppOptions): ChatApp {
  // Ten minutes: a page that was reloaded, or one run back, finds its run again.
  const runs = eventsHandler(guide, { inputSchema, retentionMs: 600_000, ...events });
  const trace = tracing({ callbacks, ignore: ({ path }) => !path.startsWith("/chat") });
  const app = express().disable("x-powered-by");
  app.use(trace.express);
  app.use("/chat", toNodeListener(runs));
  app.get("/{*path}", (request, response, next) => {
    const file = page.get(request.path === "/" ? "/page.html" : request.path);
    if (file === undefined) {
      next();
      return;
    }
    // The page shows what models say: none of it may ever run.
    response.set("content-security-policy", "default-src 'self'; frame-ancestors 'none'");
    response.type(file.type).send(file.text);
  });
  app.use(trace.expressErrors);
  return { app, runs };
}
