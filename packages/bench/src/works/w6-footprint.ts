import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { bundleSize, type BundlePlatform } from "../footprint/bundle-size.ts";
import { installedSize } from "../footprint/installed-size.ts";
import { median } from "../statistics.ts";
import type { Finding, Report, Row, Scale, Work } from "../work.ts";

const run = promisify(execFile);
const here = fileURLToPath(new URL(".", import.meta.url));
const importer = fileURLToPath(new URL("../imports/main.js", import.meta.url));
const programs = {
  rivulet: fileURLToPath(new URL("../bundles/rivulet-stream-events.js", import.meta.url)),
  langchain: fileURLToPath(new URL("../bundles/langchain-stream-events.js", import.meta.url)),
  core: fileURLToPath(new URL("../bundles/rivulet-core.js", import.meta.url)),
};

/** How many processes import each library. */
const roundsBy: Readonly<Record<Scale, number>> = { full: 15, quick: 5, smoke: 1 };

interface Imports {
  readonly id: string;
  readonly label: string;
  readonly modules: readonly string[];
  readonly peer?: string;
}

const imports: readonly Imports[] = [
  {
    id: "runnables",
    label: "Rivulet, import of runnables (ms)",
    modules: ["@rivulet/runnables"],
    peer: "peer-runnables",
  },
  { id: "core", label: "Rivulet, import of core (ms)", modules: ["@rivulet/core"] },
  { id: "rxjs", label: "rxjs alone, import (ms)", modules: ["rxjs"] },
  {
    id: "peer-runnables",
    label: "LangChain.js, import of the same components (ms)",
    modules: [
      "runnables",
      "messages",
      "prompts",
      "language_models/chat_models",
      "output_parsers",
      "tools",
    ].map((module) => `@langchain/core/${module}`),
  },
];

/** What a row may come to, in its own unit. */
interface Goal {
  readonly id: string;
  readonly text: string;
  readonly most: number;
}

const goals: readonly Goal[] = [
  { id: "runnables", text: "import of runnables to 60 ms", most: 60 },
  { id: "bundle", text: "streamEvents for browsers to 30 kB", most: 30 },
  { id: "bundle-core", text: "all of core for browsers to 15 kB", most: 15 },
];

/** What a program pays before it does anything: time to import, bytes to send to a browser, packages to install. */
export const w6: Work = {
  id: "w6",
  title: "what it costs to have it",
  async run(scale): Promise<Report> {
    const rows = [
      ...(await measureImports(roundsBy[scale])),
      ...(await measureBundles()),
      ...measureInstalled(),
    ];
    return {
      id: w6.id,
      title: w6.title,
      unit: "ms, kB, MB or packages",
      rounds: roundsBy[scale],
      rows,
      findings: goals.map((goal) => toFinding(goal, rows)),
    };
  },
};

// Each in a new process, in turn, so that what disturbs the machine disturbs all of them.
async function measureImports(rounds: number): Promise<Row[]> {
  const times = new Map<string, number[]>(imports.map(({ id }) => [id, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const { id, modules } of imports) times.get(id)?.push(await importTime(modules));
  }
  const cost = (id: string): number => median(times.get(id) ?? []);
  return imports.map(({ id, label, peer }) => ({
    id,
    label,
    cost: cost(id),
    ratio: peer === undefined ? undefined : cost(peer) / cost(id),
  }));
}

async function importTime(modules: readonly string[]): Promise<number> {
  const { stdout } = await run(process.execPath, [importer, ...modules]);
  return Number(stdout);
}

async function measureBundles(): Promise<Row[]> {
  const platforms: readonly BundlePlatform[] = ["browser", "node"];
  const rows: Row[] = [];
  for (const platform of platforms) {
    const suffix = platform === "browser" ? "" : `-${platform}`;
    const where = `for ${platform === "browser" ? "browsers" : "Node"}, min + gzip (kB)`;
    const ours = await bundleSize(programs.rivulet, platform);
    const peers = await bundleSize(programs.langchain, platform);
    rows.push(
      {
        id: `bundle${suffix}`,
        label: `Rivulet, streamEvents ${where}`,
        cost: ours,
        ratio: peers / ours,
      },
      toRow(`peer-bundle${suffix}`, `LangChain.js, streamEvents ${where}`, peers),
      toRow(
        `bundle-core${suffix}`,
        `Rivulet, all of core ${where}`,
        await bundleSize(programs.core, platform),
      ),
    );
  }
  return rows;
}

function measureInstalled(): Row[] {
  const ours = installedSize("@rivulet/runnables", here);
  const peers = installedSize("@langchain/core", here);
  const megabytes = (bytes: number): number => bytes / 1_000_000;
  return [
    {
      id: "packages",
      label: "Rivulet, installed packages",
      cost: ours.packages,
      ratio: peers.packages / ours.packages,
    },
    toRow("peer-packages", "LangChain.js, installed packages", peers.packages),
    {
      id: "installed",
      label: "Rivulet, installed (MB)",
      cost: megabytes(ours.bytes),
      ratio: peers.bytes / ours.bytes,
    },
    toRow("peer-installed", "LangChain.js, installed (MB)", megabytes(peers.bytes)),
  ];
}

function toRow(id: string, label: string, cost: number): Row {
  return { id, label, cost, ratio: undefined };
}

function toFinding({ id, text, most }: Goal, rows: readonly Row[]): Finding {
  const row = rows.find((candidate) => candidate.id === id);
  const value = (row?.cost ?? Number.NaN) / most;
  return { text, value, unit: "x", atLeast: undefined, atMost: 1 };
}
