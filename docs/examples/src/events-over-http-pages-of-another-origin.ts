// "Pages of another origin" of docs/events-over-http.md. Edit it there; `npm run docs` writes this file.

import { eventsHandler } from "@rivulet/http";
import { RunnableLambda } from "@rivulet/runnables";

const handler = eventsHandler(RunnableLambda.from((text: string) => text.toUpperCase()));

async function withCors(request: Request): Promise<Response> {
  const isPreflight = request.method === "OPTIONS";
  const response = isPreflight ? new Response(null, { status: 204 }) : await handler(request);
  response.headers.set("access-control-allow-origin", "https://page.example");
  response.headers.set("vary", "origin");
  if (isPreflight) {
    response.headers.set("access-control-allow-methods", "GET, POST, DELETE");
    response.headers.set("access-control-allow-headers", "content-type, last-event-id");
  }
  return response;
}

const ask = new Request("https://api.example/chat", { method: "OPTIONS" });
console.log((await withCors(ask)).headers.get("access-control-allow-methods"));
