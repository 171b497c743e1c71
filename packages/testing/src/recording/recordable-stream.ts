/** Where events come from: an `EventStream`, any Observable of events, or anything that `for await` takes. */
export type RecordableStream<Event> = AsyncIterable<Event> | Subscribable<Event>;

/** What an Observable is, to one who only listens. */
export interface Subscribable<Value> {
  subscribe(observer: {
    readonly next: (value: Value) => void;
    readonly error: (error: unknown) => void;
    readonly complete: () => void;
  }): unknown;
}

/**
 * Hands every value of a stream to `listener`; resolves when the stream is over, rejects as it fails. What can be
 * subscribed to is subscribed to: each value is then handed over in the moment in which it comes.
 */
export async function consume<Value>(
  stream: RecordableStream<Value>,
  listener: (value: Value) => void,
): Promise<void> {
  if (!("subscribe" in stream)) {
    for await (const value of stream) listener(value);
    return;
  }
  await new Promise<void>((resolve, reject) => {
    stream.subscribe({ next: listener, error: reject, complete: resolve });
  });
}
