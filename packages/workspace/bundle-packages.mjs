// Makes of what tsc wrote to a published package's `build` the JavaScript that users get: one file per entry in `dist`, and
// one for what the same entries share, so that no class exists twice. Only what is out of date is made anew.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, isAbsolute, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { rollup } from "rollup";

const script = fileURLToPath(import.meta.url);
const packages = dirname(dirname(script));
const javaScript = /\.js(\.map)?$/;

for (const name of readdirSync(packages)) {
  const folder = join(packages, name);
  if (existsSync(join(folder, "build")) && !isUpToDate(folder)) await bundlePackage(folder);
}

function isUpToDate(folder) {
  const timeOf = (file) => statSync(file).mtimeMs;
  const made = listJavaScript(join(folder, "dist")).map(timeOf);
  const from = [...listJavaScript(join(folder, "build")), join(folder, "package.json"), script];
  return made.length > 0 && Math.min(...made) > Math.max(...from.map(timeOf));
}

async function bundlePackage(folder) {
  const entries = readEntries(folder);
  const bundle = await rollup({
    input: Object.fromEntries(
      entries.map((entry) => [entry, join(folder, "build", `${entry}.js`)]),
    ),
    external: (id) => !id.startsWith(".") && !isAbsolute(id),
    plugins: [{ name: "source-maps", load: loadWithSourceMap }],
    onLog: (_level, log) => {
      throw new Error(log.message);
    },
  });
  const { output } = await bundle.generate({
    dir: join(folder, "dist"),
    chunkFileNames: "shared.js",
    manualChunks: findShared(entries, folder),
    minifyInternalExports: false,
    // Imports of what only a shared file needs: bundlers warn of an import that takes nothing.
    hoistTransitiveImports: false,
    sourcemap: true,
    // The sources themselves are published.
    sourcemapExcludeSources: true,
  });
  await bundle.close();
  for (const { type, code } of output) if (type === "chunk") checkNames(code, folder);
  writeOutput(join(folder, "dist"), output);
}

// Rollup alone would make a file for each set of entries that need the same.
function findShared(entries, folder) {
  let shared;
  return (id, { getModuleInfo }) => {
    shared ??= listShared(
      entries.map((entry) => join(folder, "build", `${entry}.js`)),
      (file) => getModuleInfo(file)?.importedIds ?? [],
    );
    return shared.has(id) ? "shared" : undefined;
  };
}

function listShared(entryFiles, importedBy) {
  const counts = new Map();
  for (const entryFile of entryFiles) {
    const reached = new Set([entryFile]);
    // Grows while it is walked.
    for (const file of reached) for (const imported of importedBy(file)) reached.add(imported);
    for (const file of reached) counts.set(file, (counts.get(file) ?? 0) + 1);
  }
  return new Set([...counts].filter(([, count]) => count > 1).map(([file]) => file));
}

// The entries are what the manifest offers to users, and to the package itself by an import condition.
function readEntries(folder) {
  const { exports, imports = {} } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const targets = (value) =>
    typeof value === "string" ? [value] : Object.values(value).flatMap(targets);
  const files = [exports, imports].flatMap(targets);
  return [...new Set(files.flatMap((file) => /^\.\/dist\/(.*)\.js$/.exec(file)?.[1] ?? []))];
}

function loadWithSourceMap(file) {
  return {
    code: readFileSync(file, "utf8").replace(/^\/\/# sourceMappingURL=.*$/m, ""),
    map: readFileSync(`${file}.map`, "utf8"),
  };
}

// Names are seen: in stack traces, as `constructor.name`, as the name of a run.
function checkNames(code, folder) {
  const renamed = [...code.matchAll(/^(?:(?:async )?function\*?|class) (\w+)\$\d+\b/gm)];
  if (renamed.length === 0) return;
  const names = renamed.map(([, name]) => `"${name}"`).join(", ");
  throw new Error(
    `The package ${folder} has two modules with a top-level ${names}, and one would be renamed; give it a name of its own.`,
  );
}

// Each file at once: a program that is starting at this moment must not read half of it.
function writeOutput(dist, output) {
  for (const { fileName, code, source } of output) {
    const file = join(dist, fileName);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.${process.pid}`, code ?? source);
    renameSync(`${file}.${process.pid}`, file);
  }
  const written = new Set(output.map(({ fileName }) => fileName));
  for (const file of listJavaScript(dist)) if (!written.has(relative(dist, file))) rmSync(file);
}

function listJavaScript(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .filter((file) => javaScript.test(file))
    .map((file) => join(folder, file));
}
