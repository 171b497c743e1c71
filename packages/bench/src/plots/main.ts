// Brings docs/performance.md and its plots up to date with the results beside them: docs/performance/node-*.jsonl.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseJsonLines } from "../frame/result.ts";
import { formatDrawbacks } from "./format-drawbacks.ts";
import { formatFigures } from "./format-figures.ts";
import { formatMissed } from "./format-missed.ts";
import { renderPlot } from "./render-plot.ts";
import { replaceBlock } from "./replace-block.ts";

const docs = fileURLToPath(new URL("../../../../docs/", import.meta.url));
const folder = join(docs, "performance");
const documentFile = join(docs, "performance.md");

const runs = readdirSync(folder)
  .filter((name) => /^node-\d+\.jsonl$/u.test(name))
  .toSorted()
  .map((name) => parseJsonLines(readFileSync(join(folder, name), "utf8")));
// One picture a work, of the first run: the others have the same shape.
for (const result of runs[0] ?? [])
  writeFileSync(join(folder, `${result.id}.svg`), renderPlot(result));
const blocks = {
  figures: formatFigures(runs),
  drawbacks: formatDrawbacks(runs),
  missed: formatMissed(runs),
};
let document = readFileSync(documentFile, "utf8");
for (const [name, text] of Object.entries(blocks)) document = replaceBlock(document, name, text);
writeFileSync(documentFile, document);
