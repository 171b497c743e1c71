// Brings up to date what is made from the documents: the example files, and the layer picture. With `--outputs` also the
// `text` blocks of the documents, from what their programs print: look at the diff.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  exampleFileName,
  examplesFolder,
  listDocuments,
  readDocument,
  toExampleFile,
} from "./docs/documents.ts";
import { extractPrograms, type Program } from "./docs/extract-programs.ts";
import { insertLayerPicture } from "./docs/layer-picture.ts";
import { matchesOutput, trimLines, withPlaceholders } from "./docs/match-output.ts";
import { runPrograms, type ProgramResult } from "./docs/run-programs.ts";
import { repositoryFolder } from "./repository.ts";

const generated = /^\/\/ .* `npm run docs` writes this file\.$/mu;

writeIfChanged("ARCHITECTURE.md", await insertLayerPicture(readDocument("ARCHITECTURE.md")));
const programs = listDocuments().flatMap((file) => extractPrograms(file, readDocument(file)));
const files = new Map(programs.map((one) => [exampleFileName(one), toExampleFile(one)]));
for (const [name, text] of files) writeIfChanged(`${examplesFolder}/${name}`, text);
removeOthers();
if (process.argv.includes("--outputs")) writeOutputs(await runPrograms(programs));

function writeIfChanged(file: string, text: string): void {
  const path = join(repositoryFolder, file);
  if (existsSync(path) && readFileSync(path, "utf8") === text) return;
  writeFileSync(path, text);
  console.log(file);
}

function removeOthers(): void {
  for (const name of readdirSync(join(repositoryFolder, examplesFolder))) {
    const file = `${examplesFolder}/${name}`;
    if (files.has(name) || !name.endsWith(".ts") || !generated.test(readDocument(file))) continue;
    rmSync(join(repositoryFolder, file));
    console.log(`${file} removed`);
  }
}

function writeOutputs(results: readonly ProgramResult[]): void {
  for (const [index, { error }] of results.entries()) {
    const { document, heading } = programs[index] as Program;
    if (error !== undefined) console.log(`${document}, "${heading}": ${error}`);
  }
  for (const document of new Set(programs.map((one) => one.document))) {
    const lines = readDocument(document).split("\n");
    const changes = programs.flatMap(({ document: owner, blocks }, index) =>
      owner === document && results[index]?.error === undefined
        ? blocks.map((block, at) => ({ block, printed: results[index]?.outputs[at] ?? "" }))
        : [],
    );
    // From the end, so that the lines before keep their numbers.
    for (const { block, printed } of changes.toReversed()) {
      const { output = "", outputLines, code, line } = block;
      if (matchesOutput(printed, output)) continue;
      const shown = withPlaceholders(trimLines(printed)).split("\n");
      const after = line + code.split("\n").length;
      if (outputLines === undefined) lines.splice(after, 0, "", "```text", ...shown, "```");
      else lines.splice(outputLines[0], outputLines[1] - outputLines[0], ...shown);
    }
    writeIfChanged(document, lines.join("\n"));
  }
}
