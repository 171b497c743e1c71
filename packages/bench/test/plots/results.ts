import type { Result } from "../../src/frame/result.ts";

const environment = {
  node: "v20.20.0",
  platform: "linux x64",
  cpu: "some processor",
  cpus: 2,
  scale: "full" as const,
};

/** A result without sizes. */
export const barResult: Result = {
  id: "w7",
  title: "a call | a pipe",
  unit: "us a call",
  rounds: 7,
  rows: [
    {
      id: "ours",
      label: "Rivulet, a call",
      cost: 1.5,
      ratio: 40,
      peerCost: 60,
      kind: "ours",
      goal: { ratioAtLeast: 50 },
    },
    { id: "peer", label: "LangChain.js, a call", kind: "peer", cost: 60 },
  ],
  findings: [
    { text: "a call", value: 1.5, unit: "us", atMost: 1 },
    { text: "a lead", value: 70, unit: "events", atMost: 67 },
    { text: "met", value: 2.5, unit: "x", atLeast: 1, isDrawback: true },
  ],
  series: [],
  environment,
};

/** A result with three panels, of which the first has two series. */
export const growthResult: Result = {
  id: "w2",
  title: "growth",
  unit: "us a chunk",
  rounds: 7,
  rows: [],
  findings: [],
  series: [
    ["Rivulet, lists, read", "lists", "ours", 1.2],
    ["LangChain.js", "lists", "peer", 2],
    ["Rivulet, texts, read", "texts", "ours", 1],
    ["Rivulet, nests, read", "nests", "ours", 1],
  ].map(([label, panel, kind, exponent]) => ({
    id: String(label),
    label: String(label),
    panel: String(panel),
    kind: kind === "peer" ? "peer" : "ours",
    against: "chunks",
    exponent: Number(exponent),
    atMost: kind === "peer" ? undefined : 1.1,
    points: [100, 1_000, 10_000].map((size) => ({ size, units: size, cost: 2 })),
  })),
  environment,
};
