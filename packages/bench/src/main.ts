import { appendFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import { parseArguments } from "./arguments.ts";
import { formatReport } from "./frame/format-report.ts";
import { toJsonLine, type Environment } from "./frame/result.ts";
import type { Scale } from "./frame/work.ts";
import { works } from "./works/index.ts";

const ids = works.map(({ id }) => id);
let running = "";

async function main(): Promise<void> {
  const { ids: wanted, scale, isJson, file } = parseArguments(process.argv.slice(2), ids);
  const environment = describeEnvironment(scale);
  if (file !== undefined) writeFileSync(file, "");
  for (const work of works) {
    if (wanted.length > 0 && !wanted.includes(work.id)) continue;
    running = work.id;
    const report = await work.run(scale);
    const line = toJsonLine({ ...report, environment });
    console.log(isJson ? line : formatReport(report));
    if (file !== undefined) appendFileSync(file, `${line}\n`);
  }
}

function describeEnvironment(scale: Scale): Environment {
  const cpus = os.cpus();
  return {
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    cpu: cpus[0]?.model ?? "unknown",
    cpus: cpus.length,
    scale,
  };
}

// Node ends in silence when all that is left is a promise that nothing will settle.
process.once("exit", (code) => {
  if (code === 13) console.error(`${running} waits for something that will never happen.`);
});
try {
  await main();
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  console.error(running === "" ? message : `${running}: ${message}`);
  process.exitCode = 1;
}
