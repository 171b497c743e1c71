import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type CommandResult, repositoryFolder, run } from "../src/repository.ts";

// A workspace of one package, with the real script.
let folder: string;
const script = "packages/workspace/bundle-packages.mjs";
const past = new Date(2020, 0, 1);

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "rivulet-bundled-")));
  write("package.json", "{}");
  cpSync(join(repositoryFolder, script), join(folder, script));
  symlinkSync(
    join(repositoryFolder, "packages/workspace/node_modules"),
    join(folder, "packages/workspace/node_modules"),
  );
  write(
    "packages/rivers/package.json",
    JSON.stringify({
      type: "module",
      imports: { "#clock": { node: "./dist/clock.js", default: "./dist/clock.js" } },
      exports: {
        ".": { types: "./dist/index.d.ts", default: "./dist/index.js" },
        "./wire": { types: "./dist/wire.d.ts", default: "./dist/wire.js" },
        "./package.json": "./package.json",
      },
    }),
  );
  compile("river", "export class River {}");
  compile(
    "flow",
    'import { now } from "#clock";\nexport function flow(river) { return now(river); }',
  );
  compile("index", 'export { River } from "./river.js";\nexport { flow } from "./flow.js";');
  compile("wire", 'import { River } from "./river.js";\nexport const parse = () => new River();');
  compile("clock", "export const now = () => 1;");
  for (const file of [script, "packages/rivers/package.json"]) makeOld(file);
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

/** Writes a module as the compiler leaves it. */
function compile(name: string, text: string): void {
  const file = `packages/rivers/build/${name}.js`;
  write(file, `${text}\n//# sourceMappingURL=${name}.js.map`);
  const map = { version: 3, names: [], mappings: "AAAA;AACA", sources: [`../src/${name}.ts`] };
  write(`${file}.map`, JSON.stringify(map));
  makeOld(file);
  makeOld(`${file}.map`);
}

function makeOld(file: string): void {
  utimesSync(join(folder, file), past, past);
}

function bundle(): Promise<CommandResult> {
  return run(process.execPath, [script], folder);
}

function dist(file = ""): string {
  return join(folder, "packages/rivers/dist", file);
}

const read = (file: string): string => readFileSync(dist(file), "utf8");

describe("the bundler of packages", () => {
  it("makes a file for each entry, and one for what they share", async () => {
    expect(await bundle()).toMatchObject({ succeeded: true });
    const files = ["clock.js", "index.js", "shared.js", "wire.js"];
    expect(readdirSync(dist()).toSorted()).toEqual(files.flatMap((file) => [file, `${file}.map`]));
    expect(read("shared.js")).toContain("class River {}");
    expect(read("index.js")).toContain("export { River } from './shared.js';");
    expect(read("index.js")).toContain("from '#clock';");
    expect(read("wire.js")).toContain("import { River } from './shared.js';");
  });

  it("makes one file of all that any two entries share", async () => {
    const manifest = "packages/rivers/package.json";
    const { exports, ...rest } = JSON.parse(readFileSync(join(folder, manifest), "utf8")) as {
      exports: object;
    };
    const entry = { types: "./dist/debug.d.ts", default: "./dist/debug.js" };
    write(manifest, JSON.stringify({ ...rest, exports: { ...exports, "./debug": entry } }));
    compile("debug", 'import { flow } from "./flow.js";\nexport const trace = () => flow(1);');
    expect(await bundle()).toMatchObject({ succeeded: true });
    const files = readdirSync(dist()).filter((file) => file.endsWith(".js"));
    expect(files.toSorted()).toEqual(["clock.js", "debug.js", "index.js", "shared.js", "wire.js"]);
    expect(read("shared.js")).toMatch(
      /class River \{\}[^]*function flow|function flow[^]*class River/,
    );
  });

  it("lets an entry import only what it uses, of which bundlers would warn", async () => {
    compile("river", 'import { bank } from "banks";\nexport class River { bank = bank; }');
    expect(await bundle()).toMatchObject({ succeeded: true });
    expect(read("shared.js")).toContain("from 'banks';");
    for (const file of ["index.js", "wire.js"]) expect(read(file)).not.toMatch(/^import ['"]/m);
  });

  it("maps to the sources", async () => {
    await bundle();
    expect(read("index.js")).toMatch(/^\/\/# sourceMappingURL=index\.js\.map$/m);
    expect(JSON.parse(read("index.js.map"))).toMatchObject({ sources: ["../src/flow.ts"] });
  });

  it("leaves alone what is up to date", async () => {
    await bundle();
    const before = statSync(dist("index.js"));
    await bundle();
    expect(statSync(dist("index.js"))).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
  });

  it("makes a changed package anew, without what it has no more", async () => {
    write("packages/rivers/dist/old.js", "");
    write("packages/rivers/dist/index.d.ts", "");
    await bundle();
    for (const file of readdirSync(dist())) makeOld(join("packages/rivers/dist", file));
    write("packages/rivers/build/river.js", "export class Stream {}\nexport { Stream as River };");
    await bundle();
    expect(read("shared.js")).toContain("class Stream {}");
    expect(existsSync(dist("old.js"))).toBe(false);
    expect(existsSync(dist("index.d.ts"))).toBe(true);
  });

  it("refuses to rename what has a name", async () => {
    compile("index", 'export { River } from "./river.js";\nexport { flow } from "./other.js";');
    compile(
      "other",
      'import * as first from "./flow.js";\nexport function flow() { return first.flow; }',
    );
    const { succeeded, output } = await bundle();
    expect(succeeded).toBe(false);
    expect(output).toContain('two modules with a top-level "flow"');
    expect(existsSync(dist())).toBe(false);
  });

  it("refuses an import of what is not there", async () => {
    compile("index", 'export { absent } from "./river.js";');
    const { succeeded, output } = await bundle();
    expect(succeeded).toBe(false);
    expect(output).toContain("absent");
  });
});
