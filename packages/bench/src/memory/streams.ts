import type { Watch } from "./watch.ts";

/** Something that streams the texts of a watch, and tells it of each value that it consumed. */
interface WatchedStream {
  readonly valuesPerChunk: number;
  readonly run: (watch: Watch) => Promise<void>;
}

const input = "Hello";

/** The streams that can be watched, by name. Each loads its library when it is run: a process holds what it measures. */
export const streams: Readonly<Record<string, WatchedStream>> = {
  events: {
    valuesPerChunk: 3,
    run: async (watch) => {
      const { rivuletTextChain } = await import("../chains/rivulet-chain.ts");
      await takeEvents(rivuletTextChain(watch.texts()).streamEvents(input), watch);
    },
  },
  "peer-events": {
    valuesPerChunk: 3,
    run: async (watch) => {
      const { langchainTextChain } = await import("../chains/langchain-chain.ts");
      const chain = langchainTextChain(watch.texts());
      await takeEvents(chain.streamEvents(input, { version: "v2" }), watch);
    },
  },
  output: {
    valuesPerChunk: 1,
    run: async (watch) => {
      const { rivuletTextChain } = await import("../chains/rivulet-chain.ts");
      for await (const _text of rivuletTextChain(watch.texts()).stream(input)) await watch.take();
    },
  },
  collector: {
    valuesPerChunk: 3,
    run: async (watch) => {
      const { EventCollector } = await import("@rivulet/core");
      const { rivuletTextChain } = await import("../chains/rivulet-chain.ts");
      const { joinTexts } = await import("../chains/consume.ts");
      const collector = new EventCollector();
      const taken = takeEvents(collector, watch);
      const chain = rivuletTextChain(watch.texts());
      await joinTexts(chain.stream(input, { callbacks: [collector] }));
      collector.complete();
      await taken;
    },
  },
  fork: {
    valuesPerChunk: 1,
    run: async (watch) => {
      const { rivuletForkChain } = await import("../chains/rivulet-chain.ts");
      const { countValues } = await import("../chains/consume.ts");
      await countValues(rivuletForkChain(watch.texts(), () => watch.take()).stream(input));
    },
  },
};

async function takeEvents(
  events: AsyncIterable<{ readonly event: string }>,
  watch: Watch,
): Promise<void> {
  for await (const { event } of events) {
    if (!event.endsWith("_stream")) continue;
    const pause = watch.take();
    if (pause !== undefined) await pause;
  }
}
