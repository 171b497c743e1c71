import { appendFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import { fileURLToPath } from "node:url";
import { parseArguments } from "./arguments.ts";
import { formatReport } from "./frame/format-report.ts";
import { toJsonLine, type Environment } from "./frame/result.ts";
import { runAlone } from "./frame/run-alone.ts";
import type { Scale } from "./frame/work.ts";
import { works } from "./works/index.ts";

const ids = works.map(({ id }) => id);
const program = fileURLToPath(import.meta.url);
let running = "";

async function main(): Promise<void> {
  const { ids: given, scale, isJson, file } = parseArguments(process.argv.slice(2), ids);
  const wanted = works.filter(({ id }) => given.length === 0 || given.includes(id));
  const environment = describeEnvironment(scale);
  if (file !== undefined) writeFileSync(file, "");
  for (const work of wanted) {
    running = work.id;
    const result =
      wanted.length === 1
        ? { ...(await work.run(scale)), environment }
        : await runAlone(program, work.id, scale);
    const line = toJsonLine(result);
    console.log(isJson ? line : formatReport(result));
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
