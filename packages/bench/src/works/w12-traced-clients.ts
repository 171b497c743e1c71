import { traceAnthropic } from "@rivulet/anthropic";
import { traceOpenAI } from "@rivulet/openai";
import {
  anthropicClient,
  openaiClient,
  readAnthropic,
  readOpenai,
  type Streamed,
} from "../chains/official-clients.ts";
import { countProcessEvents } from "../chains/process-listener.ts";
import type { Claim } from "../frame/claim.ts";
import type { Side } from "../frame/side.ts";
import { timedWork } from "../frame/timed-work.ts";
import type { Scale, Work } from "../frame/work.ts";

const chunksBy: Readonly<Record<Scale, number>> = { full: 1_000, quick: 500, smoke: 3 };

/** What an official client takes for a streamed chunk as it is, and what being traced adds to that. */
export const w12: Work = timedWork({
  id: "w12",
  title: "a streamed chunk of an official client, as it is and traced",
  unit: "us a chunk",
  plan: (scale) => {
    const chunks = chunksBy[scale];
    const openai = openaiClient(chunks);
    const anthropic = anthropicClient(chunks);
    const tracedOpenai = traceOpenAI(openai);
    const tracedAnthropic = traceAnthropic(anthropic);
    return {
      sides: [
        ...sidesOf("openai", chunks, {
          plain: () => readOpenai(openai),
          traced: () => readOpenai(tracedOpenai),
        }),
        ...sidesOf("anthropic", chunks, {
          plain: () => readAnthropic(anthropic),
          traced: () => readAnthropic(tracedAnthropic),
        }),
      ],
      claims: [...claimsOf("openai"), ...claimsOf("anthropic")],
    };
  },
});

interface Readings {
  readonly plain: () => Promise<Streamed>;
  readonly traced: () => Promise<Streamed>;
}

function sidesOf(name: string, units: number, { plain, traced }: Readings): readonly Side[] {
  const common = { units, sameOutcomeAs: name };
  return [
    {
      ...common,
      id: `${name}-traced`,
      label: `${name}, traced, one listener`,
      kind: "ours",
      run: () => heard(traced),
      peer: `${name}-plain`,
      isDrawback: true,
    },
    {
      ...common,
      id: `${name}-unheard`,
      label: `${name}, traced, nobody listens`,
      kind: "ours",
      run: traced,
      peer: `${name}-plain`,
    },
    {
      ...common,
      id: `${name}-plain`,
      label: `${name}, the client itself`,
      kind: "peer",
      run: plain,
    },
  ];
}

function claimsOf(name: string): readonly Claim[] {
  const added = (side: string): Claim["figure"] => {
    return (cost) => cost(`${name}-${side}`) - cost(`${name}-plain`);
  };
  const unit = "us a chunk";
  return [
    { text: `${name}: added by a listener`, figure: added("traced"), unit, atMost: 5 },
    { text: `${name}: added where nobody listens`, figure: added("unheard"), unit },
  ];
}

/** With a listener for all runs of the process; fails when it was not told of each chunk. */
async function heard(read: () => Promise<Streamed>): Promise<Streamed> {
  let streamed: Streamed = { chunks: 0, characters: 0 };
  const events = await countProcessEvents(async () => {
    streamed = await read();
  });
  // A start, the facts at the end, and an end.
  if (events !== streamed.chunks + 3)
    throw new Error(`${String(streamed.chunks)} chunks made ${String(events)} events.`);
  return streamed;
}
