/** Where a body breaks off. */
export interface BodyCut {
  /** After so many frames that tell an event. */
  readonly after: number;
  /** And so many characters of the next one. */
  readonly rest?: number;
  /** Resolves when the client has read what came before: what it has not read is lost with the connection. */
  readonly whenRead?: (frameCount: number) => Promise<void>;
}

/** A response whose body breaks off. */
export function cutBody(response: Response, { after, rest = 0, whenRead }: BodyCut): Response {
  const frames = framesOf(response);
  let seen = 0;
  let isCut = false;
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (isCut) {
          await whenRead?.(after + 1);
          await frames.return(undefined);
          controller.error(new Error("cut"));
          return;
        }
        const { done, value: frame = "" } = await frames.next();
        if (done === true) {
          controller.close();
          return;
        }
        isCut = frame.startsWith("event: on_") && seen === after;
        if (frame.startsWith("event: on_")) seen += 1;
        controller.enqueue(encoder.encode(isCut ? `${frame.slice(0, rest)}` : frame));
      },
      async cancel() {
        await frames.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, response);
}

async function* framesOf(response: Response): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const bytes of response.body ?? []) {
    text += decoder.decode(bytes, { stream: true });
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      yield text.slice(0, end + 2);
      text = text.slice(end + 2);
    }
  }
  return undefined;
}
