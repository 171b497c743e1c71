import { bareGeneratorChain } from "../chains/bare-parts.ts";
import { countEvents } from "../chains/consume.ts";
import { langchainGeneratorChain } from "../chains/langchain-streams.ts";
import { rivuletGeneratorChain } from "../chains/rivulet-streams.ts";
import type { Side } from "../frame/side.ts";
import { timedWork } from "../frame/timed-work.ts";
import type { Scale, Work } from "../frame/work.ts";

const chunksBy: Readonly<Record<Scale, number>> = { full: 500, quick: 100, smoke: 3 };

/** The first makes the chunks, and each of the others adds one to them. */
const steps = 20;

/** A chain of async generators as a user writes them; ours fail when the ambient run is ever another than the step's own. */
export const w9: Work = timedWork({
  id: "w9",
  title: `${String(steps)} streaming generators in a row, AsyncLocalStorage checked after every yield`,
  unit: "us a chunk and step",
  plan: (scale) => {
    const chunks = chunksBy[scale];
    const sides = [...outputSides(chunks), ...eventSides(chunks)];
    return {
      sides: sides.map((side) => ({ ...side, units: chunks * steps })),
      claims: [
        {
          text: "stream() to bare async generators",
          figure: (cost) => cost("stream") / cost("bare"),
          unit: "x",
          isDrawback: true,
        },
      ],
    };
  },
});

type UnsizedSide = Omit<Side, "units">;

function outputSides(chunks: number): readonly UnsizedSide[] {
  const ours = rivuletGeneratorChain(steps - 1);
  const peers = langchainGeneratorChain(steps - 1);
  const sameOutcomeAs = "output";
  return [
    {
      id: "stream",
      label: "Rivulet, stream()",
      kind: "ours",
      run: () => sumOf(ours.stream(chunks)),
      sameOutcomeAs,
      peer: "peer-stream",
    },
    {
      id: "peer-stream",
      label: "LangChain.js, stream(), nothing checked",
      kind: "peer",
      run: async () => sumOf(await peers.stream(chunks)),
      sameOutcomeAs,
    },
    {
      id: "bare",
      label: "bare async generators, nothing checked",
      kind: "bare",
      run: () => sumOf(bareGeneratorChain(chunks, steps - 1)),
      sameOutcomeAs,
    },
  ];
}

function eventSides(chunks: number): readonly UnsizedSide[] {
  const ours = rivuletGeneratorChain(steps - 1);
  const peers = langchainGeneratorChain(steps - 1);
  const sameOutcomeAs = "events";
  return [
    {
      id: "events",
      label: "Rivulet, streamEvents, for await",
      kind: "ours",
      run: () => countEvents(ours.streamEvents(chunks)),
      sameOutcomeAs,
      peer: "peer-events",
    },
    {
      id: "peer-events",
      label: "LangChain.js, streamEvents, nothing checked",
      kind: "peer",
      run: () => countEvents(peers.streamEvents(chunks, { version: "v2" })),
      sameOutcomeAs,
    },
  ];
}

async function sumOf(values: AsyncIterable<number>): Promise<number> {
  let sum = 0;
  for await (const value of values) sum += value;
  return sum;
}
