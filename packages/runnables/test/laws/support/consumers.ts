import type { Runnable, RunnableConfig } from "@rivulet/runnables";

/** What a consumer came away with. */
export type Outcome = { readonly value: unknown } | { readonly error: unknown };

/** A consumer's work: what comes of it, and the chunks that it saw. */
export interface Consumption {
  readonly outcome: Promise<Outcome>;
  readonly chunks: unknown[];
}

/** A way of using a runnable to the end. */
export interface Consumer {
  readonly name: string;
  /** Whether it sees a middle: an invoked run has none for its caller. */
  readonly isGradual: boolean;
  readonly consume: (
    runnable: Runnable<string, unknown>,
    config: Partial<RunnableConfig>,
  ) => Consumption;
}

async function outcomeOf(work: () => Promise<unknown>): Promise<Outcome> {
  try {
    return { value: await work() };
  } catch (error) {
    return { error };
  }
}

/** Those that see everything, or as much as there is. */
export const consumers: readonly Consumer[] = [
  {
    name: "invoke",
    isGradual: false,
    consume: (runnable, config) => ({
      outcome: outcomeOf(async () => runnable.invoke("x", config)),
      chunks: [],
    }),
  },
  {
    name: "batch",
    isGradual: false,
    consume: (runnable, config) => ({
      outcome: outcomeOf(async () => (await runnable.batch(["x"], config))[0]),
      chunks: [],
    }),
  },
  {
    name: "stream",
    isGradual: true,
    consume: (runnable, config) => {
      const chunks: unknown[] = [];
      const outcome = outcomeOf(async () => {
        for await (const chunk of runnable.stream("x", config)) chunks.push(chunk);
      });
      return { outcome, chunks };
    },
  },
  {
    name: "streamEvents",
    isGradual: true,
    consume: (runnable, config) => {
      const chunks: unknown[] = [];
      const stream = runnable.streamEvents("x", config);
      const outcome = outcomeOf(async () => {
        for await (const event of stream) {
          const isRootChunk = event.parent_ids.length === 0 && event.event.endsWith("_stream");
          if (isRootChunk) chunks.push((event.data as { readonly chunk: unknown }).chunk);
        }
        return stream.output;
      });
      return { outcome, chunks };
    },
  },
  {
    name: "subscribe",
    isGradual: true,
    consume: (runnable, config) => {
      const chunks: unknown[] = [];
      const stream = runnable.streamEvents("x", config);
      const outcome = outcomeOf(
        () =>
          new Promise((resolve, reject) => {
            stream.subscribe({
              next: (event) => {
                const isRootChunk =
                  event.parent_ids.length === 0 && event.event.endsWith("_stream");
                if (isRootChunk) chunks.push((event.data as { readonly chunk: unknown }).chunk);
              },
              error: reject,
              complete: () => {
                resolve(stream.output);
              },
            });
          }),
      );
      return { outcome, chunks };
    },
  },
];
