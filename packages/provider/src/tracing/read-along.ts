import { isResponseProps, type ParseResponse } from "./client-shapes.ts";
import type { TracedCall } from "./traced-call.ts";
import { traceAnswer } from "./trace-answer.ts";

/** Where a helper of the client's takes a streamed response to read it itself. */
export interface TakenResponse {
  readonly client: unknown;
  readonly props: unknown;
  readonly parseResponse: ParseResponse;
}

/**
 * Reads a copy of a response beside a helper that reads it by means of its own, as the conversations of Anthropic's client do. Here
 * alone are chunks told as they come in, and not as they are read.
 */
export function readAlong({ client, props, parseResponse }: TakenResponse, call: TracedCall): void {
  if (!isResponseProps(props)) return;
  const { response, controller } = props;
  // One of its own: the client lets go of the caller's signal when a body is read, and the helper is still at it.
  const copied = new AbortController();
  const { signal } = controller;
  signal.addEventListener("abort", () => {
    copied.abort(signal.reason);
  });
  const copy = { ...props, response: response.clone(), controller: copied };
  void traceAnswer(call, copy, () => parseResponse(client, copy)).then(readToEnd, () => undefined);
}

async function readToEnd(stream: unknown): Promise<void> {
  try {
    for await (const _ of stream as AsyncIterable<unknown>);
  } catch {
    // The helper gets it too, and tells its caller.
  }
}
