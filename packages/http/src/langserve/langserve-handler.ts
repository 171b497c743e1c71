import { createRunId } from "@rivulet/core";
import type { Runnable, RunnableConfig } from "@rivulet/runnables";
import { checkAuthorized } from "../problems/check-authorized.ts";
import { HttpProblemError } from "../problems/http-problem-error.ts";
import { toProblemResponse } from "../problems/problem-of.ts";
import { encodeSseFrame, sseHeaders } from "../sse/encode-sse-frame.ts";
import { toStreamBody } from "../sse/to-stream-body.ts";
import { encodeLangServe } from "./encode-langserve.ts";
import {
  toLangServeSettings,
  type LangServeOptions,
  type LangServeSettings,
} from "./langserve-options.ts";
import { langServeEvents } from "./langserve-events.ts";
import { readLangServeBatch, readLangServeRequest } from "./read-langserve-request.ts";

/** A runnable, whatever its input. */
export type ServedRunnable = Pick<Runnable<never>, "invoke" | "batch" | "stream" | "streamEvents">;

/**
 * Serves a runnable in LangServe's wire form, so that its clients (`RemoteRunnable` of LangChain and LangChain.js) can call
 * it: `POST` to `/invoke`, `/batch`, `/stream` and `/stream_events` below a path of your choice. A fetch-style handler, which
 * never rejects. A client that leaves cancels its run.
 *
 * @throws {@link InvalidArgumentError} when an option is wrong.
 * @see docs/events-over-http.md
 *
 * @example
 * const handler = langserveHandler(chain);
 * app.post("/joke/*", (context) => handler(context.req.raw));
 */
export function langserveHandler(
  runnable: ServedRunnable,
  options: LangServeOptions = {},
): (request: Request) => Promise<Response> {
  const server = new LangServeServer(runnable, toLangServeSettings(options));
  return (request) => server.handle(request);
}

class LangServeServer {
  readonly #runnable: Runnable;
  readonly #settings: LangServeSettings;

  constructor(runnable: ServedRunnable, settings: LangServeSettings) {
    // What it takes is known when a request has come in.
    this.#runnable = runnable as Runnable;
    this.#settings = settings;
  }

  async handle(request: Request): Promise<Response> {
    try {
      const requested = { action: "start", runId: undefined } as const;
      const refusal = await checkAuthorized(this.#settings.authorize, request, requested);
      return refusal ?? (await this.#answer(request));
    } catch (error) {
      return toProblemResponse(error, (failure) => {
        // That a client has left is no failure of the server's.
        if (!request.signal.aborted) this.#settings.report(failure);
      });
    }
  }

  #answer(request: Request): Promise<Response> {
    const endpoint = /\/(invoke|batch|stream|stream_events)\/?$/u.exec(
      new URL(request.url).pathname,
    );
    if (endpoint === null) throw noSuchEndpoint();
    if (request.method !== "POST") throw notPosted();
    switch (endpoint[1] ?? "") {
      case "invoke":
        return this.#invoke(request);
      case "batch":
        return this.#batch(request);
      case "stream":
        return this.#stream(request);
      default:
        return this.#streamEvents(request);
    }
  }

  async #invoke(request: Request): Promise<Response> {
    const { input, config } = await readLangServeRequest(request, this.#settings);
    const runId = createRunId();
    const call: RunnableConfig = { ...config, runId, signal: request.signal };
    const output = this.#encode(await this.#runnable.invoke(input, call));
    return Response.json({
      output: output ?? null,
      metadata: { run_id: runId, feedback_tokens: [] },
    });
  }

  async #batch(request: Request): Promise<Response> {
    const calls = await readLangServeBatch(request, this.#settings);
    const runIds = calls.map(() => createRunId());
    const { signal } = request;
    const outputs = await this.#runnable.batch(
      calls.map(({ input }) => input),
      calls.map(({ config }, index): RunnableConfig => ({
        ...config,
        runId: runIds[index],
        signal,
      })),
    );
    const output = outputs.map((item) => this.#encode(item) ?? null);
    return Response.json({ output, metadata: { run_ids: runIds, responses: [] } });
  }

  async #stream(request: Request): Promise<Response> {
    const { input, config } = await readLangServeRequest(request, this.#settings);
    const runId = createRunId();
    const controller = new AbortController();
    const { signal } = controller;
    const chunks = this.#runnable.stream(input, { ...config, runId, signal });
    const metadata = JSON.stringify({ run_id: runId });
    const head = encodeSseFrame({ event: "metadata", data: metadata });
    return toResponse(this.#frames(chunks, head, signal), controller);
  }

  async #streamEvents(request: Request): Promise<Response> {
    const call = await readLangServeRequest(request, this.#settings);
    const controller = new AbortController();
    const { signal } = controller;
    const events = langServeEvents(this.#runnable, { ...call, signal }, this.#settings);
    return toResponse(this.#frames(events, "", signal), controller);
  }

  async *#frames(
    values: AsyncIterable<unknown>,
    head: string,
    signal: AbortSignal,
  ): AsyncGenerator<string, void> {
    if (head !== "") yield head;
    try {
      for await (const value of values) {
        const data = JSON.stringify(this.#encode(value) ?? null);
        yield encodeSseFrame({ event: "data", data });
      }
      yield encodeSseFrame({ event: "end" });
    } catch (error) {
      if (signal.aborted) return;
      this.#settings.report(error);
      const data = JSON.stringify({ status_code: 500, message: "Internal Server Error" });
      yield encodeSseFrame({ event: "error", data });
    }
  }

  #encode(value: unknown): unknown {
    return encodeLangServe(value, this.#settings.form);
  }
}

function toResponse(texts: AsyncGenerator<string, void>, controller: AbortController): Response {
  return new Response(toStreamBody(texts, controller), { headers: sseHeaders });
}

function noSuchEndpoint(): HttpProblemError {
  return new HttpProblemError({
    status: 404,
    title: "Not found",
    detail: "There is /invoke, /batch, /stream and /stream_events here.",
  });
}

function notPosted(): HttpProblemError {
  return new HttpProblemError({
    status: 405,
    title: "Method not allowed",
    detail: "This address takes POST.",
    headers: { allow: "POST" },
  });
}
