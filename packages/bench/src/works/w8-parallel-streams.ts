import { count, lastValueFrom } from "rxjs";
import { countEvents } from "../chains/consume.ts";
import { langchainStreamingParallel } from "../chains/langchain-streams.ts";
import { rivuletStreamingParallel } from "../chains/rivulet-streams.ts";
import { tokenTexts } from "../chains/token-texts.ts";
import { sizedId, type SizedProgram } from "../frame/sized-program.ts";
import { timedWork } from "../frame/timed-work.ts";
import type { Scale, Work } from "../frame/work.ts";

/** Chunks of each branch. */
const chunksBy: Readonly<Record<Scale, number>> = { full: 50, quick: 20, smoke: 3 };

const common = { against: "branches", sizes: [2, 10, 50, 100, 200] };
const compared = [2, 50, 200];
// From here on the peer takes it up to seconds.
const peerOnceFrom = 50;
const input = "Hello";

/** A way of consuming a parallel. */
interface Way extends Pick<SizedProgram, "id" | "label" | "panel"> {
  readonly consume: (parallel: ReturnType<typeof rivuletStreamingParallel>) => Promise<unknown>;
  readonly peer?: string;
}

const ways: readonly Way[] = [
  {
    id: "stream",
    label: "Rivulet, stream()",
    panel: "the output",
    consume: (parallel) => lengthsOf(parallel.stream(input)),
    peer: "peer-stream",
  },
  {
    id: "events",
    label: "Rivulet, streamEvents, for await",
    panel: "all events",
    consume: async (parallel) => {
      const counts = await countEvents(parallel.streamEvents(input));
      return Object.values(counts).reduce((sum, ofName) => sum + ofName, 0);
    },
  },
  {
    id: "subscribe",
    label: "Rivulet, streamEvents, subscribe",
    panel: "all events",
    consume: (parallel) => lastValueFrom(parallel.streamEvents(input).pipe(count())),
  },
];

/** Streaming branches side by side: a chunk must not cost more because there are more of them. */
export const w8: Work = timedWork({
  id: "w8",
  title: "RunnableParallel of scripted models | string parsers",
  unit: "us a chunk",
  plan: (scale) => {
    const texts = tokenTexts(chunksBy[scale]);
    return { programs: [...ways.map((way) => ours(way, texts)), peers(texts)] };
  },
});

function ours({ consume, peer, ...way }: Way, texts: readonly string[]): SizedProgram {
  return {
    ...common,
    ...way,
    kind: "ours",
    // A factor of 1.3 from the smallest size to a hundred times that.
    atMost: 1.05,
    at: (branches) => {
      const parallel = rivuletStreamingParallel(texts, branches);
      return {
        units: branches * texts.length,
        run: () => consume(parallel),
        sameOutcomeAs: `${way.panel} of ${String(branches)}`,
        peer:
          peer !== undefined && compared.includes(branches) ? sizedId(peer, branches) : undefined,
      };
    },
  };
}

function peers(texts: readonly string[]): SizedProgram {
  const panel = "the output";
  return {
    ...common,
    id: "peer-stream",
    label: "LangChain.js, stream()",
    kind: "peer",
    panel,
    at: (branches) => {
      const parallel = langchainStreamingParallel(texts, branches);
      return {
        units: branches * texts.length,
        run: async () => lengthsOf(await parallel.stream(input)),
        sameOutcomeAs: `${panel} of ${String(branches)}`,
        isRunOnce: branches >= peerOnceFrom,
      };
    },
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
