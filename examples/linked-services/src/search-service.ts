import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { getCurrentRun, traceable } from "@rivulet/core";
import { Hono } from "hono";
import { listen, traceService, type Service, type ServiceOptions } from "./service.ts";

/** Finds notes for a query; `signal` is aborted when nobody waits for them any more. */
export type LookUp = (
  query: string,
  signal: AbortSignal | undefined,
) => readonly string[] | Promise<readonly string[]>;

/** The innermost service, with Hono: `GET /search?query=…` answers a JSON list of notes. */
export async function startSearchService(
  options: ServiceOptions,
  lookUp: LookUp = lookUpNotes,
): Promise<Service> {
  const traced = traceable((query: string) => lookUp(query, getCurrentRun()?.signal), {
    name: "lookUp",
    type: "tool",
  });
  const app = new Hono();
  app.use(traceService("search", options.callbacks).hono);
  app.get("/search", async (context) =>
    context.json(await traced(context.req.query("query") ?? "")),
  );
  app.onError((_error, context) => context.json({ title: "The search failed." }, 500));
  return listen(createAdaptorServer({ fetch: app.fetch }) as Server, options.port);
}

const notes = [
  "Parrots learn words by listening.",
  "Parrots eat seeds and fruit.",
  "Cats purr when they are content.",
];

function lookUpNotes(query: string): readonly string[] {
  const words = query.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
  return notes.filter((note) => words.some((word) => note.toLowerCase().includes(word)));
}
