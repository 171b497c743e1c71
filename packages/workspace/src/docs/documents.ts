import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { repositoryFolder } from "../repository.ts";
import type { Program } from "./extract-programs.ts";

/** Where the programs of the documents lie as files, from the repository's folder on. */
export const examplesFolder = "docs/examples/src";

/** The documents whose blocks are programs, from the repository's folder on. */
export function listDocuments(): readonly string[] {
  const guides = readdirSync(join(repositoryFolder, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md") && !/(^|\/)(node_modules|dist)\//u.test(file))
    .map((file) => `docs/${file}`);
  const readmes = readdirSync(join(repositoryFolder, "packages"))
    .map((name) => `packages/${name}/README.md`)
    .filter((file) => existsSync(join(repositoryFolder, file)));
  const atTop = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"];
  return [...atTop, ...guides.toSorted(), ...readmes.toSorted()];
}

/** Reads a file of the repository. */
export function readDocument(file: string): string {
  return readFileSync(join(repositoryFolder, file), "utf8");
}

/** The name of a program's file: that of the document, then the section's heading. */
export function exampleFileName({ document, heading }: Program): string {
  const isPackage = document.startsWith("packages/");
  const owner = isPackage ? basename(dirname(document)) : basename(document, ".md");
  return `${toSlug(owner)}-${toSlug(heading)}.ts`;
}

/** What a program that asks a provider begins with in its file, and the document leaves out. */
export const loopbackImport =
  'import "./loopback.ts"; // Answers where there is no key of the provider.';

/** A program as a file. */
export function toExampleFile({ document, heading, blocks, hasLoopback }: Program): string {
  const title = `// "${heading.replaceAll("`", "")}" of ${document}. Edit it there; \`npm run docs\` writes this file.\n`;
  const head = hasLoopback ? `${title}${loopbackImport}\n` : title;
  return [head, ...blocks.map(({ code }) => `${code}\n`)].join("\n");
}

function toSlug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, "-")
    .replaceAll(/^-|-$/gu, "");
}
