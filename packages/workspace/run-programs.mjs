// Runs the programs of the documents, given as JSON on standard input: [{ file, blocks }]. Each is one module; what every
// block of it printed is written to standard output as JSON: [{ outputs, error }].
import { register } from "node:module";
import { json } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import ts from "typescript";

// For what hangs: the first program loads all packages, which takes some seconds on a busy machine.
const timeoutMs = 60_000;
const write = process.stdout.write.bind(process.stdout);
const programs = await json(process.stdin);
const sources = Object.fromEntries(
  programs.map(({ file, blocks }) => [pathToFileURL(file).href, toModule(blocks, file)]),
);
// What a program sets for the whole process must not reach the next one.
const resetUrl = new URL("../../docs/examples/src/reset.ts", import.meta.url).href;
const reset = `import { configure } from "@rivulet/core";
  export const reset = () => configure({ callbacks: [], onListenerError: undefined, cancelTimeoutMs: 1_000 });`;
register("./program-hooks.mjs", import.meta.url, { data: { ...sources, [resetUrl]: reset } });
const { reset: resetSettings } = await import(resetUrl);

let outputs = [];
let failure;
globalThis.nextBlock = () => {
  outputs.push("");
};
process.stdout.write = (text) => {
  outputs[outputs.length - 1] += String(text);
  return true;
};
process.on("unhandledRejection", (error) => {
  failure ??= error;
});
process.on("uncaughtException", (error) => {
  failure ??= error;
});

const results = [];
for (const url of Object.keys(sources)) results.push(await runOne(url));
write(JSON.stringify(results), () => process.exit(0));

async function runOne(url) {
  outputs = [""];
  failure = undefined;
  let timer;
  const late = new Promise((_resolve, reject) => {
    timer = setTimeout(reject, timeoutMs, new Error(`It runs for more than ${timeoutMs} ms.`));
  });
  try {
    await Promise.race([import(url), late]);
    // What it left behind may still fail.
    await new Promise((resolve) => setImmediate(resolve));
  } catch (error) {
    failure ??= error;
  } finally {
    clearTimeout(timer);
    resetSettings();
  }
  return {
    outputs: outputs.slice(1),
    ...(failure && { error: String(failure?.stack ?? failure) }),
  };
}

function toModule(blocks, fileName) {
  const text = blocks.map((code) => `globalThis.nextBlock();\n${code}`).join("\n");
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
  return ts.transpileModule(text, { fileName, compilerOptions }).outputText;
}
