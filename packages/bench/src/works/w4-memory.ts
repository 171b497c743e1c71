import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Finding, Report, Row, Scale, Work } from "../work.ts";

const run = promisify(execFile);
const program = fileURLToPath(new URL("../memory/main.js", import.meta.url));

interface Sizes {
  readonly prompt: number;
  readonly slow: number;
  readonly peer: number;
}

const sizesBy: Readonly<Record<Scale, Sizes>> = {
  full: { prompt: 1_000_000, slow: 100_000, peer: 100_000 },
  quick: { prompt: 200_000, slow: 20_000, peer: 20_000 },
  smoke: { prompt: 100, slow: 100, peer: 100 },
};

/** Peak memory of a process that streams a long answer through `streamEvents`, each in a process of its own. */
export const w4: Work = {
  id: "w4",
  title: "a long answer through streamEvents, for await",
  async run(scale): Promise<Report> {
    const { prompt, slow, peer } = sizesBy[scale];
    const rows = [
      await measureMemory({ id: "prompt", label: "Rivulet, prompt consumer", count: prompt }),
      await measureMemory({ id: "slow", label: "Rivulet, slow consumer", count: slow }),
      await measureMemory({ id: "peer", label: "LangChain.js, prompt consumer", count: peer }),
    ];
    return {
      id: w4.id,
      title: w4.title,
      unit: "MB, peak resident memory",
      rounds: 1,
      rows,
      findings: [toFinding(rows, "prompt"), toFinding(rows, "slow")],
    };
  },
};

async function measureMemory({
  id,
  label,
  count,
}: {
  id: string;
  label: string;
  count: number;
}): Promise<Row> {
  const { stdout } = await run(process.execPath, [program, id, String(count)]);
  return {
    id,
    label: `${label}, ${count.toLocaleString("en")} chunks`,
    cost: Number(stdout),
    ratio: undefined,
  };
}

function toFinding(rows: readonly Row[], id: string): Finding {
  const row = rows.find((candidate) => candidate.id === id);
  return {
    text: `peak memory, ${id} consumer`,
    value: row?.cost ?? Number.NaN,
    unit: "MB",
    atLeast: undefined,
    atMost: 150,
  };
}
