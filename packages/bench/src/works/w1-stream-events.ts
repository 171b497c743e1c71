import { generatorIntoSubject, threeHops } from "../chains/bare-parts.ts";
import { countEvents, joinTexts, type EventCounts } from "../chains/consume.ts";
import { langchainTextChain } from "../chains/langchain-chain.ts";
import { rivuletTextChain } from "../chains/rivulet-chain.ts";
import { tokenTexts } from "../chains/token-texts.ts";
import { timedWork } from "../timed-work.ts";
import type { Scale, Side, Work } from "../work.ts";

const chunksBy: Readonly<Record<Scale, number>> = { full: 10_000, quick: 2_000, smoke: 20 };
const input = "Hello";

/** Three events a chunk, in every way that one may want them. */
export const w1: Work = timedWork({
  id: "w1",
  title: "scripted model | string parser, AsyncLocalStorage on",
  unit: "us a chunk",
  sides: (scale) => {
    const texts = tokenTexts(chunksBy[scale]);
    const sides = [...allEvents(texts), ...oneType(texts), ...outputOnly(texts)];
    return sides.map((side) => ({ ...side, units: texts.length }));
  },
  claims: [
    {
      text: "for await against the peer's",
      figure: (cost) => cost("peer-events") / cost("events"),
      unit: "x",
      atLeast: 50,
    },
    {
      text: "subscribe against the peer's for await",
      figure: (cost) => cost("peer-events") / cost("subscribe"),
      unit: "x",
      atLeast: 90,
    },
    {
      text: "filter against the peer's",
      figure: (cost) => cost("peer-filter") / cost("filter"),
      unit: "x",
      atLeast: 60,
    },
    {
      text: "stream() against the peer's",
      figure: (cost) => cost("peer-stream") / cost("stream"),
      unit: "x",
      atLeast: 35,
    },
    {
      text: "stream() to three bare generator hops",
      figure: (cost) => cost("stream") / cost("hops"),
      unit: "x",
      atMost: 1,
    },
  ],
});

type UnsizedSide = Omit<Side, "units">;

function allEvents(texts: readonly string[]): readonly UnsizedSide[] {
  const ours = rivuletTextChain(texts);
  const peers = langchainTextChain(texts);
  const sameOutcomeAs = "all events";
  const peer = "peer-events";
  return [
    {
      id: "events",
      label: "Rivulet, streamEvents, for await",
      run: () => countEvents(ours.streamEvents(input)),
      sameOutcomeAs,
      peer,
    },
    {
      id: "subscribe",
      label: "Rivulet, streamEvents, subscribe",
      run: () => subscribeTo(ours.streamEvents(input)),
      sameOutcomeAs,
      peer,
    },
    {
      id: "peer-events",
      label: "LangChain.js, streamEvents, for await",
      run: () => countEvents(peers.streamEvents(input, { version: "v2" })),
      sameOutcomeAs,
    },
    {
      id: "subject",
      label: "bare async generator into a Subject",
      run: () => generatorIntoSubject(texts),
    },
  ];
}

function oneType(texts: readonly string[]): readonly UnsizedSide[] {
  const ours = rivuletTextChain(texts);
  const peers = langchainTextChain(texts);
  const sameOutcomeAs = "events of one type";
  const ourFilter = { includeTypes: ["parser" as const] };
  return [
    {
      id: "filter",
      label: "Rivulet, only parser events",
      run: () => countEvents(ours.streamEvents(input, {}, ourFilter)),
      sameOutcomeAs,
      peer: "peer-filter",
    },
    {
      id: "peer-filter",
      label: "LangChain.js, only parser events",
      run: () =>
        countEvents(peers.streamEvents(input, { version: "v2" }, { includeTypes: ["parser"] })),
      sameOutcomeAs,
    },
  ];
}

function outputOnly(texts: readonly string[]): readonly UnsizedSide[] {
  const ours = rivuletTextChain(texts);
  const peers = langchainTextChain(texts);
  const sameOutcomeAs = "output";
  const peer = "peer-stream";
  return [
    {
      id: "stream",
      label: "Rivulet, stream()",
      run: () => joinTexts(ours.stream(input)),
      sameOutcomeAs,
      peer,
    },
    {
      id: "peer-stream",
      label: "LangChain.js, stream()",
      run: async () => joinTexts(await peers.stream(input)),
      sameOutcomeAs,
    },
    {
      id: "hops",
      label: "three bare async generators",
      run: () => joinTexts(threeHops(texts)),
      sameOutcomeAs,
      peer,
    },
  ];
}

function subscribeTo(
  events: ReturnType<ReturnType<typeof rivuletTextChain>["streamEvents"]>,
): Promise<EventCounts> {
  const counts: Record<string, number> = {};
  return new Promise((resolve, reject) => {
    events.subscribe({
      next: ({ event }) => {
        counts[event] = (counts[event] ?? 0) + 1;
      },
      error: reject,
      complete: () => {
        resolve(counts);
      },
    });
  });
}
