import type { TracedAsyncIterator } from "./traced-async-iterator.ts";

/**
 * An iterator over a web stream that cancels the stream when it is returned: at once, also before the first chunk and while
 * one is waited for. A generator could do neither: it is deaf until its pending `next()` is answered.
 */
export function readStream<Chunk>(
  stream: ReadableStream<Chunk>,
): AsyncIterator<Chunk, Chunk | undefined, undefined> {
  let reader: ReadableStreamDefaultReader<Chunk> | undefined;
  return {
    async next() {
      reader ??= stream.getReader();
      const result = await reader.read();
      if (result.done) reader.releaseLock();
      return result;
    },
    async return(reason?: unknown) {
      await (reader ?? stream).cancel(reason);
      reader?.releaseLock();
      return { done: true, value: undefined };
    },
  };
}

/** A web stream that hands on what a traced iterator yields, pulled one chunk at a time. */
export function toReadableStream<Chunk>(
  iterator: TracedAsyncIterator<Chunk, unknown, undefined>,
): ReadableStream<Chunk> {
  return new ReadableStream<Chunk>(
    {
      async pull(controller) {
        const result = await iterator.next();
        if (result.done === true) controller.close();
        else controller.enqueue(result.value);
      },
      async cancel(reason) {
        await iterator.return(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
