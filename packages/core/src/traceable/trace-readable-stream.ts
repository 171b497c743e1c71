import type { TracedAsyncIterator } from "./traced-async-iterator.ts";

/** An iterator over a web stream that lets go of the stream when it is returned. */
export async function* readStream<Chunk>(stream: ReadableStream<Chunk>): AsyncGenerator<Chunk, undefined> {
  const reader = stream.getReader();
  let isDone = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      isDone = done;
      if (done) return undefined;
      yield value;
    }
  } finally {
    if (!isDone) await reader.cancel();
    reader.releaseLock();
  }
}

/** A web stream that hands on what a traced iterator yields, pulled one chunk at a time. */
export function toReadableStream<Chunk>(
  iterator: TracedAsyncIterator<Chunk, undefined, undefined>,
): ReadableStream<Chunk> {
  return new ReadableStream<Chunk>(
    {
      async pull(controller) {
        const result = await iterator.next();
        if (result.done === true) controller.close();
        else controller.enqueue(result.value);
      },
      async cancel() {
        await iterator.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}
