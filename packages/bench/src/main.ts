import { parseArguments } from "./arguments.ts";
import { formatReport, toJsonLine } from "./report.ts";
import { works } from "./works/index.ts";

const ids = works.map(({ id }) => id);

async function main(): Promise<void> {
  const { ids: wanted, scale, isJson } = parseArguments(process.argv.slice(2), ids);
  for (const work of works) {
    if (wanted.length > 0 && !wanted.includes(work.id)) continue;
    const report = await work.run(scale);
    console.log(isJson ? toJsonLine(report) : formatReport(report));
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
