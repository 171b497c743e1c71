import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { bundleSize, type BundlePlatform } from "../footprint/bundle-size.ts";
import { installedSize } from "../footprint/installed-size.ts";
import { compareRounds } from "../frame/compare-rounds.ts";
import type { Report, Row } from "../frame/report.ts";
import type { Goal, SideKind } from "../frame/side.ts";
import type { Scale, Work } from "../frame/work.ts";

const run = promisify(execFile);
const here = fileURLToPath(new URL(".", import.meta.url));
const importer = fileURLToPath(new URL("../imports/main.js", import.meta.url));
const programs = {
  rivulet: fileURLToPath(new URL("../bundles/rivulet-stream-events.js", import.meta.url)),
  langchain: fileURLToPath(new URL("../bundles/langchain-stream-events.js", import.meta.url)),
  core: fileURLToPath(new URL("../bundles/rivulet-core.js", import.meta.url)),
  runtime: fileURLToPath(new URL("../bundles/rivulet-core-runtime.js", import.meta.url)),
};

/** How many processes import each library. */
const roundsBy: Readonly<Record<Scale, number>> = { full: 15, quick: 5, smoke: 1 };

interface Import {
  readonly id: string;
  readonly label: string;
  readonly kind: SideKind;
  readonly modules: readonly string[];
  readonly peer?: string;
  readonly goal?: Goal;
}

const imports: readonly Import[] = [
  {
    id: "runnables",
    label: "Rivulet, import of runnables",
    kind: "ours",
    modules: ["@rivulet/runnables"],
    peer: "peer-runnables",
    goal: { costAtMost: 60 },
  },
  { id: "core", label: "Rivulet, import of core", kind: "ours", modules: ["@rivulet/core"] },
  { id: "rxjs", label: "rxjs alone, import", kind: "bare", modules: ["rxjs"] },
  {
    id: "peer-runnables",
    label: "LangChain.js, import of the same components",
    kind: "peer",
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

/** What a program pays before it does anything: time to import, bytes to send to a browser, packages to install. */
export const w6: Work = {
  id: "w6",
  title: "what it costs to have it",
  async run(scale): Promise<Report> {
    const rounds = roundsBy[scale];
    return {
      id: w6.id,
      title: w6.title,
      unit: "ms, or the unit that is named",
      rounds,
      rows: [
        ...(await measureImports(rounds)),
        ...(await measureBundles("browser")),
        ...(await measureBundles("node")),
        ...measureInstalled(),
      ],
      findings: [],
      series: [],
    };
  },
};

// Each in a new process, in turn, so that what disturbs the machine disturbs all of them.
async function measureImports(rounds: number): Promise<readonly Row[]> {
  const times = new Map<string, number[]>(imports.map(({ id }) => [id, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const { id, modules } of imports) times.get(id)?.push(await importTime(modules));
  }
  return imports.map(({ id, label, kind, peer, goal }) => ({
    id,
    label,
    kind,
    ...compareRounds(times.get(id) ?? [], peer === undefined ? undefined : times.get(peer)),
    goal,
  }));
}

async function importTime(modules: readonly string[]): Promise<number> {
  const { stdout } = await run(process.execPath, [importer, ...modules]);
  return Number(stdout);
}

async function measureBundles(platform: BundlePlatform): Promise<readonly Row[]> {
  const where = platform === "browser" ? "for browsers" : "for Node";
  // A browser has to fetch it.
  const atMost = (kilobytes: number): Goal | undefined =>
    platform === "browser" ? { costAtMost: kilobytes } : undefined;
  return [
    ...comparedRows({
      id: `bundle-${platform}`,
      what: `streamEvents ${where}, min + gzip`,
      unit: "kB",
      ours: await bundleSize(programs.rivulet, platform),
      peers: await bundleSize(programs.langchain, platform),
      goal: atMost(30),
    }),
    {
      id: `bundle-core-${platform}`,
      label: `Rivulet, all of core ${where}, min + gzip`,
      kind: "ours",
      unit: "kB",
      cost: await bundleSize(programs.core, platform),
      goal: atMost(15),
    },
    {
      id: `bundle-runtime-${platform}`,
      label: `Rivulet, core with its runtime entry ${where}, min + gzip`,
      kind: "ours",
      unit: "kB",
      cost: await bundleSize(programs.runtime, platform),
    },
  ];
}

function measureInstalled(): readonly Row[] {
  const ours = installedSize("@rivulet/runnables", here);
  const peers = installedSize("@langchain/core", here);
  return [
    ...comparedRows({
      id: "packages",
      what: "installed packages",
      unit: "packages",
      ours: ours.packages,
      peers: peers.packages,
    }),
    ...comparedRows({
      id: "installed",
      what: "installed size",
      unit: "MB",
      ours: ours.bytes / 1_000_000,
      peers: peers.bytes / 1_000_000,
    }),
  ];
}

/** A size that is the same each time. */
interface ComparedSize {
  readonly id: string;
  readonly what: string;
  readonly unit: string;
  readonly ours: number;
  readonly peers: number;
  readonly goal?: Goal | undefined;
}

function comparedRows({ id, what, unit, ours, peers, goal }: ComparedSize): readonly Row[] {
  const label = `LangChain.js, ${what}`;
  return [
    {
      id,
      label: `Rivulet, ${what}`,
      kind: "ours",
      unit,
      ...compareRounds([ours], [peers]),
      goal,
    },
    { id: `peer-${id}`, label, kind: "peer", unit, cost: peers },
  ];
}
