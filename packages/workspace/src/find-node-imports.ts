import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { readManifest } from "./repository.ts";

type ImportConditions = Record<string, Record<string, string>>;

/**
 * Follows an unpacked package's own files from its entry as a browser's bundler would (import
 * conditions without `node`) and lists the imports of Node's modules, as `file: module`.
 */
export function findNodeImports(folder: string, entry = "index"): readonly string[] {
  const files = [join(folder, `dist/${entry}.js`)];
  const found: string[] = [];
  // Grows while it is walked; each file once.
  for (const file of files) {
    for (const specifier of importsOf(file)) {
      if (isNodeModule(specifier)) found.push(`${relative(folder, file)}: ${specifier}`);
      const target = resolveWithin(folder, file, specifier);
      if (target !== undefined && !files.includes(target)) files.push(target);
    }
  }
  return found;
}

function resolveWithin(folder: string, file: string, specifier: string): string | undefined {
  if (specifier.startsWith(".")) return join(dirname(file), specifier);
  if (!specifier.startsWith("#")) return undefined;
  const imports = (readManifest(folder)["imports"] ?? {}) as ImportConditions;
  const target = imports[specifier]?.["default"];
  if (target === undefined) throw new Error(`${specifier} has no "default" in ${folder}`);
  return join(folder, target);
}

function importsOf(file: string): readonly string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(file, "utf8"), true, true);
  return importedFiles.map(({ fileName }) => fileName);
}

function isNodeModule(specifier: string): boolean {
  return specifier.startsWith("node:") || builtinModules.includes(specifier);
}
