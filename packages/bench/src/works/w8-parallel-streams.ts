import { count, lastValueFrom } from "rxjs";
import { countEvents } from "../chains/consume.ts";
import { langchainStreamingParallel } from "../chains/langchain-streams.ts";
import { rivuletStreamingParallel } from "../chains/rivulet-streams.ts";
import { tokenTexts } from "../chains/token-texts.ts";
import { timedWork } from "../timed-work.ts";
import type { Scale, Side, Work } from "../work.ts";

/** Chunks of each branch. */
const chunksBy: Readonly<Record<Scale, number>> = { full: 50, quick: 20, smoke: 3 };

const sizes = [2, 50, 200] as const;
const input = "Hello";

/** Streaming branches side by side: a chunk must not cost more because there are more of them. */
export const w8: Work = timedWork({
  id: "w8",
  title: "RunnableParallel of scripted models | string parsers",
  unit: "us a chunk",
  sides: (scale) => {
    const texts = tokenTexts(chunksBy[scale]);
    return [
      ...sizes.map((branches) => outputSide(texts, branches)),
      ...sizes.flatMap((branches) => eventSides(texts, branches)),
      ...sizes.map((branches) => peerSide(texts, branches)),
    ];
  },
  claims: [
    {
      text: "stream(), a chunk of 200 branches to one of 2",
      figure: (cost) => cost("stream-200") / cost("stream-2"),
      unit: "x",
      atMost: 1.3,
    },
    {
      text: "for await over events, a chunk of 200 branches to one of 2",
      figure: (cost) => cost("events-200") / cost("events-2"),
      unit: "x",
      atMost: 1.3,
    },
    {
      text: "subscribe to events, a chunk of 200 branches to one of 2",
      figure: (cost) => cost("subscribe-200") / cost("subscribe-2"),
      unit: "x",
      atMost: 1.3,
    },
    {
      text: "stream() of 200 branches against the peer's",
      figure: (cost) => cost("peer-200") / cost("stream-200"),
      unit: "x",
    },
  ],
});

function outputSide(texts: readonly string[], branches: number): Side {
  const parallel = rivuletStreamingParallel(texts, branches);
  return {
    id: `stream-${String(branches)}`,
    label: `Rivulet, stream(), ${String(branches)} branches`,
    units: branches * texts.length,
    run: () => lengthsOf(parallel.stream(input)),
    sameOutcomeAs: `${String(branches)} branches`,
    peer: `peer-${String(branches)}`,
  };
}

function eventSides(texts: readonly string[], branches: number): readonly Side[] {
  const parallel = rivuletStreamingParallel(texts, branches);
  const common = {
    units: branches * texts.length,
    sameOutcomeAs: `events of ${String(branches)} branches`,
  };
  return [
    {
      ...common,
      id: `events-${String(branches)}`,
      label: `Rivulet, streamEvents, for await, ${String(branches)} branches`,
      run: async () => {
        const counts = await countEvents(parallel.streamEvents(input));
        return Object.values(counts).reduce((sum, events) => sum + events, 0);
      },
    },
    {
      ...common,
      id: `subscribe-${String(branches)}`,
      label: `Rivulet, streamEvents, subscribe, ${String(branches)} branches`,
      run: () => lastValueFrom(parallel.streamEvents(input).pipe(count())),
    },
  ];
}

function peerSide(texts: readonly string[], branches: number): Side {
  const parallel = langchainStreamingParallel(texts, branches);
  return {
    id: `peer-${String(branches)}`,
    label: `LangChain.js, stream(), ${String(branches)} branches`,
    units: branches * texts.length,
    run: async () => lengthsOf(await parallel.stream(input)),
    sameOutcomeAs: `${String(branches)} branches`,
  };
}

interface Lengths {
  readonly chunks: number;
  readonly characters: number;
}

async function lengthsOf(
  chunks: AsyncIterable<Readonly<Record<string, string>>>,
): Promise<Lengths> {
  const lengths = { chunks: 0, characters: 0 };
  for await (const chunk of chunks) {
    for (const text of Object.values(chunk)) {
      // An empty chunk says nothing: LangChain.js may end a branch with one.
      if (text === "") continue;
      lengths.chunks += 1;
      lengths.characters += text.length;
    }
  }
  return lengths;
}
