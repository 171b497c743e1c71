import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import {
  exampleFileName,
  examplesFolder,
  listDocuments,
  readDocument,
  toExampleFile,
} from "../../src/docs/documents.ts";
import { extractPrograms, extractShellLines } from "../../src/docs/extract-programs.ts";
import { insertLayerPicture } from "../../src/docs/layer-picture.ts";
import { matchesOutput, trimLines } from "../../src/docs/match-output.ts";
import { runPrograms, type ProgramResult } from "../../src/docs/run-programs.ts";
import { readManifest, repositoryFolder } from "../../src/repository.ts";

// Type-checking is the build's: each program is a file of the examples' project, word for word (first test below).
const documents = listDocuments().map((file) => ({ file, text: readDocument(file) }));
const programs = documents.flatMap(({ file, text }) => extractPrograms(file, text));
const blocks = programs.flatMap((program, index) =>
  program.blocks.map((block, at) => ({
    title: `${program.document}:${block.line}`,
    block,
    index,
    at,
  })),
);

describe("the programs of the documents", () => {
  it("have file names of their own", () => {
    const names = programs.map(exampleFileName);
    expect(names).toEqual([...new Set(names)]);
  });

  it.each(programs.map((program) => ({ name: exampleFileName(program), program })))(
    "are in $name, word for word (else: npm run docs)",
    ({ name, program }) => {
      expect(readDocument(`${examplesFolder}/${name}`)).toBe(toExampleFile(program));
    },
  );

  it("are the only files that say so", () => {
    const generated = readdirSync(join(repositoryFolder, examplesFolder))
      .filter((name) => name.endsWith(".ts"))
      .filter((name) =>
        readDocument(`${examplesFolder}/${name}`).includes("`npm run docs` writes"),
      );
    expect(generated.toSorted()).toEqual(programs.map(exampleFileName).toSorted());
  });
});

describe("a block of a document", () => {
  let results: readonly ProgramResult[];

  beforeAll(async () => {
    results = await runPrograms(programs);
  }, 300_000);

  it.each(blocks)("prints what $title shows", ({ block, index, at }) => {
    const { error, outputs } = results[index] ?? { outputs: [] };
    expect(error).toBeUndefined();
    const printed = outputs[at] ?? "";
    const shown = block.output ?? "";
    // The second form shows the difference.
    if (!matchesOutput(printed, shown)) expect(trimLines(printed)).toBe(trimLines(shown));
  });
});

describe("a command in a document", () => {
  const lines = documents.flatMap(({ file, text }) => extractShellLines(file, text));
  const scripts = Object.keys(readManifest(repositoryFolder)["scripts"] as object);
  const npmCommands = lines.filter(({ command }) => command.startsWith("npm "));

  it("is one of npm, npx, git or cd", () => {
    expect(lines.filter(({ command }) => !/^(npm|npx|git|cd) /u.test(command))).toEqual([]);
  });

  it.each(npmCommands)("$command ($document:$line) is a script of the workspace", ({ command }) => {
    const [, verb = "", name] = command.split(" ");
    expect(scripts).toContain(verb === "run" ? name : verb);
  });

  it.each(
    lines.flatMap(({ command, document }) =>
      command
        .split(" ")
        .filter((word) => /^(packages|docs)\//u.test(word))
        .map((path) => ({ path, document })),
    ),
  )("$path of $document is there", ({ path }) => {
    expect(existsSync(join(repositoryFolder, path))).toBe(true);
  });
});

describe("a link in a document", () => {
  const links = documents.flatMap(({ file, text }) =>
    [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/gu)].map(([, target = ""]) => ({ file, target })),
  );

  it.each(links)("$target in $file leads somewhere", ({ file, target }) => {
    const [path = "", anchor] = target.split("#");
    const folder = file.split("/").slice(0, -1).join("/");
    const found = join(repositoryFolder, folder, path);
    expect([found, existsSync(found)]).toEqual([found, true]);
    if (anchor === undefined) return;
    const text = path === "" ? readDocument(file) : readDocument(join(folder, path));
    const headings = [...text.matchAll(/^#+ (.*)$/gmu)].map(([, heading = ""]) =>
      toAnchor(heading),
    );
    expect(headings).toContain(anchor);
  });
});

describe("ARCHITECTURE.md", () => {
  it("shows the layers that the rules know (else: npm run docs)", async () => {
    const document = readDocument("ARCHITECTURE.md");
    expect(document).toBe(await insertLayerPicture(document));
  });
});

function toAnchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/gu, "")
    .replaceAll(" ", "-");
}
