import type { FetchFunction } from "@rivulet/http";

/** An answer of a server that tells events, in these pieces; then it ends, or breaks off once they are read. */
export function eventAnswer(
  pieces: readonly (string | Uint8Array)[],
  { breaks = false, ...init }: ResponseInit & { readonly breaks?: boolean } = {},
): Response {
  const left = [...pieces];
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const piece = left.shift();
        if (piece !== undefined)
          controller.enqueue(typeof piece === "string" ? encoder.encode(piece) : piece);
        else if (breaks) controller.error(new Error("cut"));
        else controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { headers: { "content-type": "text/event-stream" }, ...init });
}

/** A `fetch` that answers with these, one after the other, the last one again and again; it keeps the requests. */
export function fetchOf(
  ...answers: readonly ((request: Request) => Response | Promise<Response>)[]
): { readonly fetch: FetchFunction; readonly requests: Request[] } {
  const requests: Request[] = [];
  return {
    requests,
    fetch: async (url, init) => {
      const request = new Request(url, init);
      requests.push(request);
      const answer = answers[Math.min(requests.length, answers.length) - 1];
      if (answer === undefined) throw new Error("no answer");
      return answer(request);
    },
  };
}
