import { growthExponent } from "../frame/growth-exponent.ts";
import type { Finding, Report, Row, Series } from "../frame/report.ts";
import type { SideKind } from "../frame/side.ts";
import type { Scale, Work } from "../frame/work.ts";
import { watchProcess } from "../memory/watch-process.ts";
import type { Watched } from "../memory/watch.ts";

interface Sizes {
  readonly ours: number;
  readonly peer: number;
  /** The peer's slow consumer is not waited for longer than it takes to see the growth. */
  readonly slowPeer: number;
  readonly lead: number;
}

const sizesBy: Readonly<Record<Scale, Sizes>> = {
  full: { ours: 1_000_000, peer: 100_000, slowPeer: 20_000, lead: 20_000 },
  quick: { ours: 100_000, peer: 10_000, slowPeer: 2_000, lead: 2_000 },
  smoke: { ours: 1_000, peer: 1_000, slowPeer: 1_000, lead: 1_000 },
};
const mostMegabytes = 150;
/** The default mark of a queue, and what one chunk may be above it. */
const highWaterMark = 64;
const eventsPerChunk = 3;
const slowness = 10;
// The shortest pause there is: the producer has a turn of the event loop for every value.
const oneTurnMs = 0.001;

/** A stream in a process of its own, and what was seen of it. */
interface Seen {
  readonly id: string;
  readonly label: string;
  readonly kind: SideKind;
  readonly chunks: number;
  readonly watched: Watched;
}

/** Peak memory of a process that streams a long answer, and how far the producer runs ahead of the consumer. */
export const w4: Work = {
  id: "w4",
  title: "a long answer through streamEvents, for await",
  async run(scale): Promise<Report> {
    const { ours, peer, slowPeer, lead } = sizesBy[scale];
    const seen = [
      ...(await promptAndSlow("Rivulet", "events", { prompt: ours, slow: ours })),
      ...(await promptAndSlow("LangChain.js", "peer-events", { prompt: peer, slow: slowPeer })),
    ];
    return {
      id: w4.id,
      title: w4.title,
      unit: "MB, peak resident memory",
      rounds: 1,
      rows: seen.map(toRow),
      findings: [
        ...seen.filter(({ id }) => id === "events").map(floorOf),
        ...seen.map(keptFor),
        ...seen.filter(({ id }) => id.endsWith("slow")).map(eventsLead),
        await leadOf("output", "stream(), one turn a chunk", { chunks: lead, burst: 1 }),
        await leadOf("collector", "EventCollector, one turn an event", {
          chunks: lead,
          burst: eventsPerChunk,
        }),
        await leadOf("fork", "a parallel with one slow branch", { chunks: lead, burst: 1 }),
      ],
      series: seen.map(toSeries),
    };
  },
};

async function promptAndSlow(
  whose: string,
  stream: string,
  chunks: { readonly prompt: number; readonly slow: number },
): Promise<readonly Seen[]> {
  const kind = whose === "Rivulet" ? "ours" : "peer";
  const prompt = await watchProcess(stream, { chunks: chunks.prompt, pauseMs: 0 });
  const pauseMs = (prompt.elapsedMs / (chunks.prompt * eventsPerChunk)) * slowness;
  const slow = await watchProcess(stream, { chunks: chunks.slow, pauseMs });
  return [
    {
      id: stream,
      label: `${whose}, prompt consumer`,
      kind,
      chunks: chunks.prompt,
      watched: prompt,
    },
    {
      id: `${stream}-slow`,
      label: `${whose}, consumer ${String(slowness)} x slower`,
      kind,
      chunks: chunks.slow,
      watched: slow,
    },
  ];
}

function toRow({ id, label, kind, chunks, watched }: Seen): Row {
  return {
    id,
    label: `${label}, ${chunks.toLocaleString("en")} chunks`,
    kind,
    cost: watched.peak,
    goal: kind === "ours" ? { costAtMost: mostMegabytes } : undefined,
  };
}

/** Of memory itself against the chunks so far: 0 is flat. */
function toSeries({ id, label, kind, watched }: Seen): Series {
  const points = watched.samples.map(({ chunks, rss }) => ({ size: chunks, units: 1, cost: rss }));
  return {
    id,
    label,
    kind,
    against: "chunks",
    panel: "resident memory while it streams",
    points,
    exponent: growthExponent(points.map(({ size, cost }) => ({ size, total: cost }))),
  };
}

function floorOf({ label, watched: { samples } }: Seen): Finding {
  return {
    text: `memory at the first chunks, ${label}`,
    value: samples[0]?.rss ?? Number.NaN,
    unit: "MB",
    isDrawback: true,
  };
}

/** What memory grew by from the first sample to the last, spread over the chunks. */
function keptFor({ label, chunks, watched: { samples } }: Seen): Finding {
  const grownBy = (samples.at(-1)?.rss ?? Number.NaN) - (samples[0]?.rss ?? Number.NaN);
  return {
    text: `memory grew by, ${label}`,
    value: (grownBy * 1_024) / chunks,
    unit: "kB a chunk",
  };
}

function eventsLead({ label, kind, watched }: Seen): Finding {
  return {
    text: `producer's lead, ${label}`,
    value: watched.lead,
    unit: "events",
    atMost: kind === "ours" ? highWaterMark + eventsPerChunk : undefined,
  };
}

async function leadOf(
  stream: string,
  what: string,
  { chunks, burst }: { readonly chunks: number; readonly burst: number },
): Promise<Finding> {
  const { lead } = await watchProcess(stream, { chunks, pauseMs: oneTurnMs });
  return {
    text: `producer's lead, Rivulet, ${what}`,
    value: lead,
    unit: burst === 1 ? "chunks" : "events",
    atMost: highWaterMark + burst,
  };
}
