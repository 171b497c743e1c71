import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { getCurrentRun } from "@rivulet/core";
import { tracedFetch } from "@rivulet/http";
import { listen, traceService, type Service, type ServiceOptions } from "./service.ts";

/** The outermost service, with nothing but `node:http`: `GET /ask?question=…` streams what the answer service says. */
export async function startGateway(
  { port, callbacks }: ServiceOptions,
  answersUrl: string,
): Promise<Service> {
  const send = tracedFetch();
  const traced = traceService("gateway", callbacks).listener(
    async (request: IncomingMessage, response: ServerResponse) => {
      const { pathname, search } = new URL(request.url ?? "/", "http://gateway");
      if (pathname !== "/ask") return response.writeHead(404).end();
      const answer = await send(`${answersUrl}/answer${search}`, abortable());
      if (!answer.ok || answer.body === null)
        throw new Error(`The answer service answered ${String(answer.status)}.`);
      response.setHeader("content-type", answer.headers.get("content-type") ?? "text/plain");
      return pipeline(Readable.fromWeb(answer.body as never), response);
    },
  );
  const server = createServer((request, response) => {
    Promise.resolve(traced(request, response)).catch(() => {
      if (response.headersSent) response.destroy();
      else response.writeHead(502).end("The answer failed.");
    });
  });
  return listen(server, port);
}

// The client that leaves aborts the run's signal, and that the request to the next service, and so on inwards.
function abortable(): RequestInit {
  const signal = getCurrentRun()?.signal;
  return signal === undefined ? {} : { signal };
}
