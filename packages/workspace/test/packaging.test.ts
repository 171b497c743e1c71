import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import ts from "typescript";
import { findAnyTypes } from "../src/find-any-types.ts";
import { findNodeImports } from "../src/find-node-imports.ts";
import {
  type CommandResult,
  buildPackages,
  listPublishedPackages,
  readManifest,
  repositoryFolder,
  run,
  runTool,
} from "../src/repository.ts";

// The packages as users get them: packed, and installed into an empty project.
const published = listPublishedPackages();
const names = published.map(({ name }) => name);

// What can be imported: each package, and its other entries but those that need Jest's globals or React.
const specifiers = published.flatMap(({ name, folder: source }) =>
  Object.keys(readManifest(source)["exports"] as object)
    .filter((subPath) => !["./jest", "./react", "./package.json"].includes(subPath))
    .map((subPath) => name + subPath.slice(1)),
);
// These are for Node alone.
const ofNode: ReadonlySet<string> = new Set(["@rivulet/vectors"]);

const quickstarts = new Map<string, string>();
const shownOutputs = new Map<string, string>();

for (const owner of [repositoryFolder, ...published.map((one) => one.folder)]) {
  const file = join(owner, "README.md");
  const readme = existsSync(file) ? readFileSync(file, "utf8") : "";
  const [, program, shown] = /^```ts\n(.*?)^```\n(?:\s*```text\n(.*?)^```$)?/ms.exec(readme) ?? [];
  if (program === undefined) continue;
  const name = `quickstart-of-${basename(owner)}.ts`;
  quickstarts.set(name, program);
  if (shown !== undefined) shownOutputs.set(name, shown);
}

let folder: string;
const tarballs = new Map<string, string>();

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "rivulet-packed-")));
  await buildPackages();
  await packAll();
  await installAll();
}, 600_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function packAll(): Promise<void> {
  const pnpm = String(readManifest(repositoryFolder)["packageManager"]);
  const selected = names.map((name) => `--filter=${name}`);
  const packed = await run("npx", [
    "--prefer-offline",
    "-y",
    pnpm,
    "-r",
    ...selected,
    "pack",
    "--pack-destination",
    folder,
  ]);
  if (!packed.succeeded) throw new Error(packed.output);
  for (const { name, folder: source } of published) {
    const version = String(readManifest(source)["version"]);
    const file = `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;
    tarballs.set(name, join(folder, file));
  }
}

async function installAll(): Promise<void> {
  write("package.json", JSON.stringify({ name: "user", private: true, type: "module" }));
  const quiet = ["--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund"];
  // A registry that says nothing is asked again; npm would wait for five minutes.
  const patience = ["--fetch-timeout=20000", "--fetch-retries=5", "--fetch-retry-mintimeout=1000"];
  const args = ["install", ...quiet, ...patience, ...tarballs.values()];
  const installed = await run("npm", args, folder);
  if (!installed.succeeded) throw new Error(installed.output);
}

function write(file: string, text: string): void {
  writeFileSync(join(folder, file), text);
}

function installedFiles(name: string, ending: string): readonly string[] {
  const installed = join(folder, "node_modules", name);
  return readdirSync(installed, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending) && !file.includes("node_modules"))
    .map((file) => join(installed, file));
}

describe.each(names)("%s, packed", (name) => {
  it("has no finding of publint", async () => {
    const checked = await runTool("publint/src/cli.js", [tarballs.get(name) ?? "", "--strict"]);
    expect(checked).toMatchObject({ succeeded: true });
  });

  it("has no finding of attw", async () => {
    const args = [tarballs.get(name) ?? "", "--profile", "esm-only", "--no-emoji", "--no-color"];
    const checked = await runTool("@arethetypeswrong/cli/dist/index.js", args);
    expect(checked).toMatchObject({ succeeded: true });
  });

  it("has nothing of the workspace in its manifest", () => {
    const manifest = readFileSync(join(folder, "node_modules", name, "package.json"), "utf8");
    expect(manifest).not.toMatch(/workspace:|catalog:|@rivulet\/source/);
  });

  it("ships the licence", () => {
    expect(installedFiles(name, "LICENSE")).toHaveLength(1);
  });

  it("ships each declaration with the source that it maps to", () => {
    const toSource = (file: string): string =>
      file.replace(/\/dist\//, "/src/").replace(/\.d\.ts$/, ".ts");
    const declarations = installedFiles(name, ".d.ts");
    const sources = installedFiles(name, ".ts").filter((file) => !file.endsWith(".d.ts"));
    expect(declarations.map(toSource).toSorted()).toEqual(sources.toSorted());
  });

  it("says `any` in no declaration", () => {
    const found = installedFiles(name, ".d.ts").flatMap((file) =>
      findAnyTypes(file, readFileSync(file, "utf8")).map((place) => `${file}:${place}`),
    );
    expect(found).toEqual([]);
  });

  it(`needs ${ofNode.has(name) ? "Node" : "no module of Node in a browser"}`, () => {
    const found = findNodeImports(join(folder, "node_modules", name));
    expect(found).toEqual(ofNode.has(name) ? expect.arrayContaining([expect.any(String)]) : []);
  });
});

describe("@rivulet/http", () => {
  const nodeImports = (entry: string): readonly string[] =>
    findNodeImports(join(folder, "node_modules/@rivulet/http"), entry);

  it("needs no module of Node for its React hooks, and some for its listeners", () => {
    expect(nodeImports("react")).toEqual([]);
    expect(nodeImports("node")).not.toEqual([]);
  });
});

/** How a program gets at a package: its expression for that. */
type Load = (name: string) => string;

const ways: readonly (readonly [way: string, file: string, load: Load])[] = [
  ["import", "import.mjs", (name) => `await import("${name}")`],
  ["require", "require.cjs", (name) => `require("${name}")`],
];

/** What a program prints as JSON. */
async function runProgram(file: string, text: string, options: string[] = []): Promise<unknown> {
  write(file, text);
  const ran = await run(process.execPath, [...options, file], folder);
  expect(ran).toMatchObject({ succeeded: true });
  return JSON.parse(ran.stdout);
}

describe("a program over the packed packages", () => {
  const listExports = (load: Load): string =>
    `console.log(JSON.stringify({ ${specifiers.map((name) => `"${name}": Object.keys(${load(name)}).toSorted()`).join(", ")} }));\n`;

  it("imports and requires the same names", async () => {
    const [imported, required] = await Promise.all(
      ways.map(([, file, load]) => runProgram(`exports-${file}`, listExports(load))),
    );
    expect(required).toEqual(imported);
  });

  // The name of a class is the default name of its runs, and stands in stack traces.
  it("finds each function and class under its own name", async () => {
    const [, file, load] = ways[0] ?? [];
    const program = `const renamed = [];
      for (const exported of [${specifiers.map((name) => load?.(name)).join(", ")}])
        for (const [name, value] of Object.entries(exported))
          if (typeof value === "function" && value.name !== name) renamed.push([name, value.name]);
      console.log(JSON.stringify(renamed));`;
    expect(await runProgram(`names-${file}`, program)).toEqual([
      ["RunnableMap", "RunnableParallel"],
    ]);
  });

  it("gets stack traces of the sources", async () => {
    const program = `import { traceable } from "@rivulet/core";
      import { PromptTemplate } from "@rivulet/runnables";
      const stacks = [];
      for (const fail of [() => traceable(1), () => PromptTemplate.fromTemplate("{")])
        try { fail(); } catch ({ stack }) { stacks.push(stack); }
      console.log(JSON.stringify(stacks));`;
    const stacks = await runProgram("stacks.mjs", program, ["--enable-source-maps"]);
    expect(stacks).toEqual([
      expect.stringMatching(
        / at checkTraceable .*@rivulet\/core\/src\/traceable\/traceable\.ts:\d+/,
      ),
      expect.stringMatching(/ at .*@rivulet\/runnables\/src\/templates\/parse-template\.ts:\d+/),
    ]);
  });

  const useAll = (all: readonly string[]): string =>
    `${all.map((name, index) => `import * as p${index} from "${name}";\n`).join("")}
    console.log(${all.map((_, index) => `p${index}`).join(", ")});\n`;

  it("type-checks on Node, libraries and quickstarts included", async () => {
    const programs = { "all-names.ts": useAll(specifiers), ...Object.fromEntries(quickstarts) };
    const checked = await typeCheck(programs, {
      module: "nodenext",
      types: ["node"],
      lib: ["es2023"],
    });
    expect(checked).toMatchObject({ succeeded: true });
  });

  it("type-checks for a browser and its bundler, libraries included", async () => {
    const forNode = ["@rivulet/testing/providers", "@rivulet/http/node"];
    const inBrowsers = specifiers.filter((name) => !forNode.includes(name));
    const programs = { "all-names.ts": useAll(inBrowsers) };
    const checked = await typeCheck(programs, {
      module: "preserve",
      types: [],
      lib: ["es2023", "dom", "dom.iterable"],
    });
    expect(checked).toMatchObject({ succeeded: true });
  });
});

describe("the debug entry, packed", () => {
  it("needs no module of Node in a browser", () => {
    expect(findNodeImports(join(folder, "node_modules/@rivulet/core"), "debug")).toEqual([]);
  });

  // As a variable of the program's own: what a test sets for its process is another test's as well.
  it.each(ways)(
    "does what DEBUG says, over its own copy of debug, by %s",
    async (_way, file, load) => {
      const program = `(async () => {
      process.env.DEBUG = "rivulet:tool:*,-rivulet:*:start";
      const lines = [];
      process.stderr.write = (text) => lines.push(text);
      const { traceable } = ${load("@rivulet/core")};
      const { hook } = ${load("@rivulet/core/debug")};
      hook({ type: "tool" }, { onEnd: ({ data }) => lines.push(data.output) });
      traceable((a) => a + 1, { name: "add", type: "tool" })(1);
      console.log(JSON.stringify(lines.map((line) => String(line).replace(/[\\d.]+ms/, ""))));
    })();`;
      const printed = await runProgram(`debug-${file}`, program);
      expect(printed).toEqual(["rivulet:tool:add:end 2 \n", "2"]);
    },
  );

  it("has hooks and inspectRuns where there is no Node, and says so of the rest", async () => {
    const program = `import { register } from "node:module";
      const hooks = \`export function resolve(name, context, next) {
        const browser = /^#debug-host$/.test(name) ? "./debug/no-debug-host.js" : name;
        return next(browser, context);
      }\`;
      register("data:text/javascript," + encodeURIComponent(hooks));
      process.env.DEBUG = "rivulet:*";
      const { traceable } = await import("@rivulet/core");
      const debug = await import("@rivulet/core/debug");
      const told = [];
      const problemOf = (call) => { try { return call(); } catch ({ message }) { return message; } };
      debug.watchRuns();
      debug.hook({}, { onEnd: ({ data }) => told.push(data.output) });
      traceable(() => debug.inspectRuns().runs.length)();
      told.push(problemOf(debug.enableDebug), problemOf(debug.reportOpenRunsAtExit));
      console.log(JSON.stringify(told));`;
    expect(await runProgram("debug-in-a-browser.mjs", program)).toEqual([
      1,
      "Debug lines need Node; use hook() on this platform.",
      "reportOpenRunsAtExit() needs Node; call inspectRuns() on this platform.",
    ]);
  });

  it("says so where the package debug is missing, and harms nobody", async () => {
    const program = `import Module, { createRequire } from "node:module";
      const resolve = Module._resolveFilename;
      Module._resolveFilename = function (name, ...rest) {
        if (name === "debug") throw new Error("no such package");
        return resolve.call(this, name, ...rest);
      };
      process.env.DEBUG = "rivulet:*";
      const { traceable } = await import("@rivulet/core");
      const { enableDebug } = await import("@rivulet/core/debug");
      let problem;
      try { enableDebug(); } catch ({ name, code, cause }) { problem = [name, code, cause.message]; }
      console.log(JSON.stringify([traceable(() => 1)(), ...problem]));`;
    expect(await runProgram("no-debug.mjs", program)).toEqual([
      1,
      "DebugUnavailableError",
      "DEBUG_UNAVAILABLE",
      "no such package",
    ]);
  });
});

describe("the provider server, packed", () => {
  it.each(ways)("answers over HTTP, by %s", async (_way, file, load) => {
    const program = `(async () => {
      const { openaiChat, startProviderServer } = ${load("@rivulet/testing/providers")};
      const server = await startProviderServer();
      server.respondWith(openaiChat({ chunks: ["Hello", " world"] }));
      const response = await fetch(server.openaiBaseUrl + "/chat/completions", { method: "POST" });
      const { choices } = await response.json();
      await server.close();
      console.log(JSON.stringify([choices[0].message.content, server.requests[0].path]));
    })();`;
    const printed = await runProgram(`providers-${file}`, program);
    expect(printed).toEqual(["Hello world", "/v1/chat/completions"]);
  });
});

// The identity of rxjs: packages import it by its parts, a user by its index.
describe("a user's rxjs", () => {
  const useRxjs = (load: Load): string => `(async () => {
    const { from, lastValueFrom, map, Observable, toArray } = ${load("rxjs")};
    const { EventCollector, filterEvents, observeRuns, traceable } = ${load("@rivulet/core")};
    const { ofEvent } = ${load("@rivulet/core/operators")};
    const { RunnableLambda } = ${load("@rivulet/runnables")};
    const collect = (values$) => lastValueFrom(values$.pipe(toArray()));
    const events$ = RunnableLambda.from((text) => text).streamEvents("Hi");
    const seen = [];
    observeRuns({ includeNames: ["count"] }).subscribe(({ event, data }) => seen.push([event, data]));
    const counted$ = traceable(() => from([1, 2]), { name: "count" })();
    console.log(JSON.stringify({
      areObservables: [events$, counted$, observeRuns(), new EventCollector().events$].map(
        (value) => value instanceof Observable,
      ),
      names: await collect(
        events$.pipe(filterEvents({ includeEvents: ["on_chain_end"] }), map(({ event }) => event)),
      ),
      counted: await collect(counted$),
      isGuarded: events$.pipe(ofEvent("on_chain_end")).constructor === observeRuns().constructor,
      seen,
    }));
  })();`;

  it.each(ways)("is the one that the packages have, by %s", async (_way, file, load) => {
    expect(await runProgram(`rxjs-${file}`, useRxjs(load))).toEqual({
      areObservables: [true, true, true, true],
      names: ["on_chain_end"],
      counted: [1, 2],
      isGuarded: true,
      seen: [
        ["on_chain_start", { input: [] }],
        ["on_chain_stream", { chunk: 1 }],
        ["on_chain_stream", { chunk: 2 }],
        ["on_chain_end", { output: 2 }],
      ],
    });
  });
});

// Some machines have no build of it, and should be told so where they need it.
describe("the vector store, where its native index can't be loaded", () => {
  it("can be imported, and says why it takes no documents", async () => {
    const program = `import { register } from "node:module";
      const hook = \`export function resolve(name, context, next) {
        if (name === "usearch") throw new Error("no build");
        return next(name, context);
      }\`;
      register("data:text/javascript," + encodeURIComponent(hook));
      const { USearch } = await import("@rivulet/vectors");
      const { ScriptedEmbeddings } = await import("@rivulet/testing");
      const store = new USearch(new ScriptedEmbeddings());
      const empty = await store.similaritySearch("a");
      const { name, code, cause } = await USearch.fromTexts(["a"], {}, new ScriptedEmbeddings())
        .catch((error) => error);
      console.log(JSON.stringify({ empty, name, code, cause: cause.message }));`;
    expect(await runProgram("no-index.mjs", program)).toEqual({
      empty: [],
      name: "VectorIndexUnavailableError",
      code: "VECTOR_INDEX_UNAVAILABLE",
      cause: "no build",
    });
  });
});

// What an import costs is, above all, how many modules it loads.
describe("an import", () => {
  const listModules = (name: string): string => `import { Session } from "node:inspector";
    const urls = new Set();
    const session = new Session();
    session.connect();
    session.post("Debugger.enable");
    session.on("Debugger.scriptParsed", ({ params }) => urls.add(params.url));
    await import("${name}");
    console.log(JSON.stringify([...urls].map((url) => url.replace(/^.*node_modules\\//, ""))));`;
  const ofCore = (module: string): string => `@rivulet/core/dist/${module}.js`;
  const coreModules = ["context/node-platform", "index", "shared"].map(ofCore);

  it.each([
    ["@rivulet/core", 19, coreModules],
    ["@rivulet/core/operators", 29, ["context/node-platform", "operators", "shared"].map(ofCore)],
    [
      "@rivulet/runnables",
      19,
      [
        ...["context/node-platform", "index", "runtime", "shared"].map(ofCore),
        "@rivulet/runnables/dist/index.js",
        "@rivulet/runnables/dist/shared.js",
      ],
    ],
  ])("of %s loads few files of its own, and %i of rxjs at most", async (name, most, own) => {
    const loaded = (await runProgram("modules.mjs", listModules(name))) as string[];
    const ofRxjs = loaded.filter((module) => module.startsWith("rxjs/"));
    expect(loaded.filter((module) => module.startsWith("@rivulet/")).toSorted()).toEqual(own);
    expect(ofRxjs).toContain("rxjs/dist/cjs/internal/Observable.js");
    expect(ofRxjs).not.toContain("rxjs/dist/cjs/index.js");
    expect(ofRxjs.length).toBeLessThanOrEqual(most);
    expect(
      loaded.filter((module) => /^(debug|ms|zod|tslib)\/|^node:(internal\/)?crypto/.test(module)),
    ).toEqual([]);
  });
});

function typeCheck(
  programs: Readonly<Record<string, string>>,
  options: { readonly module: string; readonly types: string[]; readonly lib: string[] },
): Promise<CommandResult> {
  const project = `checked-${options.module}`;
  mkdirSync(join(folder, project));
  for (const [file, text] of Object.entries(programs)) write(join(project, file), text);
  const compilerOptions = {
    ...options,
    typeRoots: [join(repositoryFolder, "node_modules/@types")],
    target: "es2022",
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
  };
  write(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  return runTool("typescript/bin/tsc", ["-p", join(folder, project)]);
}

// A quickstart is the first TypeScript block of a README; a text block right after it is its output.
describe("a quickstart, pasted into an empty project", () => {
  it.each([...quickstarts])("%s runs", async (file, text) => {
    const script = file.replace(/ts$/, "mjs");
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
    });
    write(script, outputText);
    const ran = await run(process.execPath, [script], folder);
    expect(ran).toMatchObject({ succeeded: true });
    const shown = shownOutputs.get(file);
    if (shown !== undefined) expect(ran.stdout.trimEnd()).toBe(shown.trimEnd());
  });
});
