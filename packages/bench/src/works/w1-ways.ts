import type { Runnable as LangchainRunnable } from "@langchain/core/runnables";
import type { Runnable } from "@rivulet/runnables";
import { aiSdkStream } from "../chains/ai-sdk-stream.ts";
import { awaitsAlone, generatorIntoSubject, threeHops } from "../chains/bare-parts.ts";
import { countEvents, countValues, joinTexts, subscribeToEvents } from "../chains/consume.ts";
import { langchainTextChain } from "../chains/langchain-chain.ts";
import { rivuletTextChain } from "../chains/rivulet-chain.ts";
import type { Side, SideKind } from "../frame/side.ts";

/** One way of consuming the stream of a model and a parser. */
export interface W1Way extends Pick<
  Side,
  "id" | "label" | "kind" | "peer" | "goal" | "isDrawback"
> {
  /** Where its growth is drawn; a way without is measured at one size. */
  readonly panel?: string | undefined;
  /** Ways with the same word here see the same. */
  readonly sees?: string;
  /** Makes the program for these texts: one chunk each. */
  readonly over: (texts: readonly string[]) => () => Promise<unknown>;
}

/** A way of consuming one kind of chain. */
type ChainWay<Chain> = Omit<W1Way, "over" | "kind"> & {
  readonly consume: (chain: Chain) => Promise<unknown>;
};

const input = "Hello";

const ourWays: readonly ChainWay<Runnable<string, string>>[] = [
  {
    id: "events",
    panel: "all events",
    label: "Rivulet, streamEvents, for await",
    peer: "peer-events",
    goal: { ratioAtLeast: 50 },
    sees: "all events",
    consume: (chain) => countEvents(chain.streamEvents(input)),
  },
  {
    id: "subscribe",
    panel: "all events",
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
    panel: "the output",
    label: "Rivulet, stream()",
    peer: "peer-stream",
    goal: { ratioAtLeast: 35 },
    sees: "output",
    consume: (chain) => joinTexts(chain.stream(input)),
  },
];

const langchainWays: readonly ChainWay<LangchainRunnable<string, string>>[] = [
  {
    id: "peer-events",
    label: "LangChain.js, streamEvents, for await",
    panel: "all events",
    sees: "all events",
    consume: (chain) => countEvents(chain.streamEvents(input, { version: "v2" })),
  },
  {
    id: "peer-filter",
    label: "LangChain.js, only parser events",
    sees: "events of one type",
    consume: (chain) =>
      countEvents(chain.streamEvents(input, { version: "v2" }, { includeTypes: ["parser"] })),
  },
  {
    id: "peer-stream",
    label: "LangChain.js, stream()",
    panel: "the output",
    sees: "output",
    consume: async (chain) => joinTexts(await chain.stream(input)),
  },
];

const otherWays: readonly W1Way[] = [
  {
    id: "ai-sdk-events",
    label: "Vercel AI SDK, streamText, fullStream",
    kind: "peer",
    panel: "all events",
    over: (texts) => () => countValues(aiSdkStream(texts).fullStream),
  },
  {
    id: "ai-sdk-stream",
    label: "Vercel AI SDK, streamText, textStream",
    kind: "peer",
    panel: "the output",
    sees: "output",
    over: (texts) => () => joinTexts(aiSdkStream(texts).textStream),
  },
  {
    id: "subject",
    label: "bare async generator into a Subject",
    kind: "bare",
    panel: "all events",
    over: (texts) => () => generatorIntoSubject(texts),
  },
  {
    id: "awaits",
    label: "the awaits of a source and of a loop alone",
    kind: "bare",
    panel: "all events",
    over: (texts) => () => awaitsAlone(texts),
  },
  {
    id: "hops",
    label: "three bare async generators",
    kind: "bare",
    panel: "the output",
    sees: "output",
    over: (texts) => () => joinTexts(threeHops(texts)),
  },
];

const iteratorWays = ourWays.map((way) =>
  toWay({ ...way, label: `${way.label} (source: iterator)` }, "ours", (texts) =>
    rivuletTextChain(texts, "iterator"),
  ),
);

const generatorWays = ourWays.map(({ goal: _goal, panel: _panel, ...way }) =>
  toWay(
    {
      ...way,
      id: `generator-${way.id}`,
      label: `${way.label} (source: async generator)`,
      isDrawback: true,
    },
    "ours",
    (texts) => rivuletTextChain(texts, "async generator"),
  ),
);

/**
 * Ours with two kinds of source, the peers' and the bare parts'. The goals are held with an iterator, which is what the SDK's
 * own scripted model has. To read a generator takes four promises a chunk in place of two: the language's price, told beside.
 */
export const w1Ways: readonly W1Way[] = [
  ...iteratorWays,
  ...generatorWays,
  ...langchainWays.map((way) => toWay(way, "peer", langchainTextChain)),
  ...otherWays,
];

function toWay<Chain>(
  { consume, ...way }: ChainWay<Chain>,
  kind: SideKind,
  toChain: (texts: readonly string[]) => Chain,
): W1Way {
  return {
    ...way,
    kind,
    over: (texts) => {
      const chain = toChain(texts);
      return () => consume(chain);
    },
  };
}
