import type { Runnable as LangchainRunnable } from "@langchain/core/runnables";
import type { Runnable } from "@rivulet/runnables";
import { aiSdkStream } from "../chains/ai-sdk-stream.ts";
import { generatorIntoSubject, threeHops } from "../chains/bare-parts.ts";
import { countEvents, countValues, joinTexts, subscribeToEvents } from "../chains/consume.ts";
import { langchainTextChain } from "../chains/langchain-chain.ts";
import { rivuletTextChain, type TokenSource } from "../chains/rivulet-chain.ts";
import type { Side } from "../work.ts";

/** One way of consuming the stream of a model and a parser. */
export interface W1Way extends Pick<Side, "id" | "label" | "peer" | "goal" | "kind"> {
  /** Ways with the same word here see the same. */
  readonly sees?: string;
  /** Makes the program for these texts: one chunk each. */
  readonly over: (texts: readonly string[]) => () => Promise<unknown>;
}

type OurWay = Omit<W1Way, "over"> & {
  readonly consume: (chain: Runnable<string, string>) => Promise<unknown>;
};

const input = "Hello";

const ourWays: readonly OurWay[] = [
  {
    id: "events",
    label: "Rivulet, streamEvents, for await",
    peer: "peer-events",
    goal: { ratioAtLeast: 50 },
    sees: "all events",
    consume: (chain) => countEvents(chain.streamEvents(input)),
  },
  {
    id: "subscribe",
    label: "Rivulet, streamEvents, subscribe",
    peer: "peer-events",
    goal: { ratioAtLeast: 90 },
    sees: "all events",
    consume: (chain) => subscribeToEvents(chain.streamEvents(input)),
  },
  {
    id: "filter",
    label: "Rivulet, only parser events",
    peer: "peer-filter",
    goal: { ratioAtLeast: 60 },
    sees: "events of one type",
    consume: (chain) => countEvents(chain.streamEvents(input, {}, { includeTypes: ["parser"] })),
  },
  {
    id: "stream",
    label: "Rivulet, stream()",
    peer: "peer-stream",
    goal: { ratioAtLeast: 35 },
    sees: "output",
    consume: (chain) => joinTexts(chain.stream(input)),
  },
];

const peerWays: readonly W1Way[] = [
  langchainWay({
    id: "peer-events",
    label: "LangChain.js, streamEvents, for await",
    sees: "all events",
    consume: (chain) => countEvents(chain.streamEvents(input, { version: "v2" })),
  }),
  langchainWay({
    id: "peer-filter",
    label: "LangChain.js, only parser events",
    sees: "events of one type",
    consume: (chain) =>
      countEvents(chain.streamEvents(input, { version: "v2" }, { includeTypes: ["parser"] })),
  }),
  langchainWay({
    id: "peer-stream",
    label: "LangChain.js, stream()",
    sees: "output",
    consume: async (chain) => joinTexts(await chain.stream(input)),
  }),
  {
    id: "ai-sdk-events",
    label: "Vercel AI SDK, streamText, fullStream",
    kind: "peer",
    over: (texts) => () => countValues(aiSdkStream(texts).fullStream),
  },
  {
    id: "ai-sdk-stream",
    label: "Vercel AI SDK, streamText, textStream",
    kind: "peer",
    sees: "output",
    over: (texts) => () => joinTexts(aiSdkStream(texts).textStream),
  },
];

const bareWays: readonly W1Way[] = [
  {
    id: "subject",
    label: "bare async generator into a Subject",
    kind: "bare",
    over: (texts) => () => generatorIntoSubject(texts),
  },
  {
    id: "hops",
    label: "three bare async generators",
    kind: "bare",
    sees: "output",
    over: (texts) => () => joinTexts(threeHops(texts)),
  },
];

/** Ours with both kinds of source (the second's ids begin with `iterator-`), the peers' and the bare parts'. */
export const w1Ways: readonly W1Way[] = [
  ...ourWays.map((way) => fromSource(way, "async generator", "")),
  ...ourWays.map((way) => fromSource(way, "iterator", "iterator-")),
  ...peerWays,
  ...bareWays,
];

function fromSource({ consume, ...way }: OurWay, source: TokenSource, prefix: string): W1Way {
  return {
    ...way,
    id: `${prefix}${way.id}`,
    label: `${way.label} (source: ${source})`,
    over: (texts) => {
      const chain = rivuletTextChain(texts, source);
      return () => consume(chain);
    },
  };
}

function langchainWay({
  consume,
  ...way
}: Omit<W1Way, "over"> & {
  readonly consume: (chain: LangchainRunnable<string, string>) => Promise<unknown>;
}): W1Way {
  return {
    ...way,
    kind: "peer",
    over: (texts) => {
      const chain = langchainTextChain(texts);
      return () => consume(chain);
    },
  };
}
