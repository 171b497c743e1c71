import type { Finding, Report, Row } from "../frame/report.ts";
import type { SideKind } from "../frame/side.ts";
import type { Scale, Work } from "../frame/work.ts";
import type { Load, LoadFound } from "../load/load.ts";
import { runLoad } from "../load/run-load.ts";

type Size = Pick<Load, "clients" | "events" | "pauseMs">;

interface Sizes {
  /** As fast as the server can. */
  readonly flood: Size;
  /** As a model gives tokens; half as many, since that takes its time. */
  readonly paced: Size;
  /** The peer is slower by far; its figures are of an event all the same. */
  readonly peerClients: number;
}

const sizesBy: Readonly<Record<Scale, Sizes>> = {
  full: {
    flood: { clients: 500, events: 200, pauseMs: 0 },
    paced: { clients: 500, events: 100, pauseMs: 100 },
    peerClients: 500,
  },
  quick: {
    flood: { clients: 200, events: 100, pauseMs: 0 },
    paced: { clients: 200, events: 50, pauseMs: 50 },
    peerClients: 50,
  },
  smoke: {
    flood: { clients: 3, events: 5, pauseMs: 0 },
    paced: { clients: 3, events: 5, pauseMs: 1 },
    peerClients: 2,
  },
};

/** What the issue asks for: that memory does not grow with what was sent. */
const mostMegabytes = 400;

/** A service under load, and what was found of it. */
interface Seen {
  readonly id: string;
  readonly label: string;
  readonly kind: SideKind;
  readonly load: Load;
  readonly found: LoadFound;
}

/** Many clients that read events from one server at the same time: what an event costs it, and how late it is. */
export const w13: Work = {
  id: "w13",
  title: "many clients that read events over HTTP",
  async run(scale): Promise<Report> {
    const { flood, paced, peerClients } = sizesBy[scale];
    const ours = { service: "rivulet", isShared: false };
    const shared = { service: "rivulet", isShared: true };
    const peer = { service: "langchain", isShared: false, clients: peerClients };
    const bare = { service: "bare", isShared: false };
    const seen = [
      await see("own", "Rivulet, a run each", { ...flood, ...ours }),
      await see("shared", "Rivulet, one run for all", { ...flood, ...shared }),
      await see("peer", "LangChain.js, a run each", { ...flood, ...peer }),
      await see("bare", "frames written by hand", { ...flood, ...bare }),
      await see("paced-own", "Rivulet, a run each, paced", { ...paced, ...ours }),
      await see("paced-shared", "Rivulet, one run for all, paced", { ...paced, ...shared }),
    ];
    return {
      id: w13.id,
      title: w13.title,
      unit: "us of the server's processor, an event and client",
      rounds: 1,
      rows: seen.map((one) => toRow(one, seen)),
      findings: seen.flatMap(toFindings),
      series: [],
    };
  },
};

const kinds: Readonly<Record<string, SideKind>> = {
  rivulet: "ours",
  langchain: "peer",
  bare: "bare",
};

async function see(id: string, label: string, load: Load): Promise<Seen> {
  const kind = kinds[load.service] ?? "bare";
  return { id, label, kind, load, found: await runLoad(load) };
}

function costOf({ load, found }: Seen): number {
  return found.cpuUs / (load.clients * load.events);
}

function toRow(one: Seen, all: readonly Seen[]): Row {
  const { id, label, kind, load } = one;
  const cost = costOf(one);
  const peer = id.startsWith("paced") ? undefined : all.find((other) => other.id === "peer");
  const peerCost = kind === "ours" && peer !== undefined ? costOf(peer) : undefined;
  return {
    id,
    label: `${label}, ${String(load.clients)} clients x ${String(load.events)} events`,
    kind,
    cost,
    ...(peerCost !== undefined && { peerCost, ratio: peerCost / cost }),
  };
}

function toFindings({ label, kind, load, found }: Seen): readonly Finding[] {
  const { wallMs, latencyMs, startMb, peakMb } = found;
  const events = load.clients * load.events;
  return [
    { text: `${label}: until all have all events`, value: wallMs, unit: "ms" },
    { text: `${label}: events`, value: (events / wallMs) * 1_000, unit: "a second" },
    { text: `${label}: an event's latency, median`, value: latencyMs.p50, unit: "ms" },
    { text: `${label}: an event's latency, 99th percentile`, value: latencyMs.p99, unit: "ms" },
    {
      text: `${label}: the server's peak memory`,
      value: peakMb,
      unit: "MB",
      atMost: kind === "ours" ? mostMegabytes : undefined,
    },
    { text: `${label}: its memory before`, value: startMb, unit: "MB" },
  ];
}
