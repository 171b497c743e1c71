import { RunCancelledError } from "@rivulet/core";

/**
 * A response body of what a generator yields, read as fast as the client reads. A client that leaves aborts `controller`: the
 * generator itself can be told to return only between two values.
 */
export function toStreamBody(
  texts: AsyncGenerator<string, void>,
  controller: AbortController,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      async pull(body) {
        const { done, value } = await texts.next();
        if (done === true) body.close();
        else body.enqueue(encoder.encode(value));
      },
      async cancel() {
        controller.abort(new RunCancelledError("The run was cancelled because its client left."));
        await texts.return();
      },
    },
    { highWaterMark: 0 },
  );
}
