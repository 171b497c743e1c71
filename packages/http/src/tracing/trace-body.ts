import type { RequestRun } from "./request-run.ts";

/**
 * A response's body that ends its request's run with its own end, and is read inside the run. Pulled one chunk at a time: it
 * holds nothing back and keeps nothing.
 */
export function traceBody(
  body: ReadableStream<Uint8Array>,
  requestRun: RequestRun,
  status: number,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await requestRun.enter(() => reader.read());
          if (!done) {
            controller.enqueue(value);
            return;
          }
        } catch (error) {
          requestRun.broken(error);
          throw error;
        }
        controller.close();
        requestRun.answered(status);
      },
      async cancel(reason) {
        requestRun.left();
        await requestRun.enter(() => reader.cancel(reason));
      },
    },
    { highWaterMark: 0 },
  );
}
