import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { repositoryFolder, runTool } from "../src/repository.ts";

interface PlantedFile {
  readonly file: string;
  readonly imports: string;
  /** Whether it imports a value; by default a type. */
  readonly isValue?: true;
  /** The name of the rule that must fire; `undefined` where the import is allowed. */
  readonly rule: string | undefined;
}

// A workspace of these files alone, under the real rules: without it, a rule that matches nothing
// (a moved folder, a lost import condition) would look like a clean workspace.
const planted: readonly PlantedFile[] = [
  {
    file: "packages/core/src/context/climbs.ts",
    imports: "../traceable/target.ts",
    rule: "core-layers: context imports only downwards",
  },
  {
    file: "packages/core/src/errors/climbs-by-type.ts",
    imports: "../events/target.ts",
    rule: "core-layers: errors imports only downwards",
  },
  {
    file: "packages/core/src/util/through-index.ts",
    imports: "../index.ts",
    rule: "core-layers: util imports only downwards",
  },
  {
    file: "packages/core/src/misplaced/homeless.ts",
    imports: "../util/target.ts",
    rule: undefined,
  },
  {
    file: "packages/core/src/traceable/finds-homeless.ts",
    imports: "../misplaced/homeless.ts",
    rule: "core-layers: a folder outside of the layers",
  },
  { file: "packages/core/src/events/descends.ts", imports: "../errors/target.ts", rule: undefined },
  {
    file: "packages/runnables/src/json/looks-aside.ts",
    imports: "../messages/target.ts",
    rule: "runnables-layers: json imports only downwards",
  },
  {
    file: "packages/runnables/src/primitives/climbs.ts",
    imports: "../components/target.ts",
    rule: "runnables-layers: primitives imports only downwards",
  },
  {
    file: "packages/vectors/src/native/climbs.ts",
    imports: "../files/target.ts",
    rule: "vectors-layers: native imports only downwards",
  },
  {
    file: "packages/vectors/src/stores/tested.ts",
    imports: "@rivulet/testing",
    rule: "packages: vectors imports core and runnables",
  },
  {
    file: "packages/vectors/src/stores/by-name.ts",
    imports: "@rivulet/runnables",
    rule: undefined,
  },
  {
    file: "packages/provider/src/errors/climbs.ts",
    imports: "../tracing/target.ts",
    rule: "provider-layers: errors imports only downwards",
  },
  {
    file: "packages/http/src/trace-context/climbs.ts",
    imports: "../tracing/target.ts",
    rule: "http-layers: trace-context imports only downwards",
  },
  {
    file: "packages/http/src/tracing/looks-aside.ts",
    imports: "../events/target.ts",
    rule: "http-layers: tracing imports only downwards",
  },
  {
    file: "packages/http/src/tracing/needs-node.ts",
    imports: "node:http",
    rule: "node: behind the import condition",
  },
  { file: "packages/core/src/collector/about.ts", imports: "./round.ts", rule: "no cycles" },
  {
    file: "packages/core/src/traceable/knows-its-user.ts",
    imports: "@rivulet/runnables",
    rule: "packages: core imports no sibling",
  },
  {
    file: "packages/runnables/src/components/tested.ts",
    imports: "@rivulet/testing",
    rule: "packages: runnables imports core",
  },
  {
    file: "packages/runnables/src/components/by-name.ts",
    imports: "@rivulet/core",
    rule: undefined,
  },
  {
    file: "packages/runnables/src/components/by-path.ts",
    imports: "../../../core/src/index.ts",
    rule: "packages are imported by their names",
  },
  {
    file: "packages/testing/src/deep.ts",
    imports: "../../core/src/util/target.ts",
    rule: "packages are imported by their entry",
  },
  {
    file: "packages/core/test/deep.test.ts",
    imports: "../../runnables/src/json/target.ts",
    rule: "packages are imported by their entry",
  },
  {
    file: "packages/core/src/util/needs-node.ts",
    imports: "node:fs",
    rule: "node: behind the import condition",
  },
  {
    file: "packages/core/src/context/async-local-storage.ts",
    imports: "node:async_hooks",
    rule: undefined,
  },
  {
    file: "packages/core/src/context/unlimited-listeners.ts",
    imports: "node:events",
    rule: undefined,
  },
  {
    file: "packages/core/src/debug/node-debug-host.ts",
    imports: "node:diagnostics_channel",
    rule: undefined,
  },
  {
    file: "packages/core/src/debug/traces.ts",
    imports: "node:diagnostics_channel",
    rule: "node: behind the import condition",
  },
  {
    file: "packages/core/src/wire.ts",
    imports: "./debug/target.ts",
    rule: "debug is reached by its entry",
  },
  {
    file: "packages/testing/src/matchers/serves.ts",
    imports: "../provider-server/target.ts",
    rule: "the provider server is reached by its entry",
  },
  {
    file: "packages/testing/src/providers.ts",
    imports: "./provider-server/target.ts",
    rule: undefined,
  },
  {
    file: "packages/core/src/callbacks/validates.ts",
    imports: "zod",
    rule: "zod at the boundary",
  },
  { file: "packages/core/src/events/wire/schema.ts", imports: "zod", rule: undefined },
  {
    file: "packages/core/src/collector/all-of-rxjs.ts",
    imports: "rxjs",
    isValue: true,
    rule: "rxjs by its parts",
  },
  { file: "packages/core/src/collector/types-of-rxjs.ts", imports: "rxjs", rule: undefined },
  {
    file: "packages/core/src/collector/part-of-rxjs.ts",
    imports: "rxjs/internal/Subject",
    isValue: true,
    rule: undefined,
  },
  {
    file: "packages/core/src/callbacks/serializes.ts",
    imports: "../events/wire/target.ts",
    rule: "wire is reached by boundaries only",
  },
  {
    file: "packages/core/src/callbacks/undeclared.ts",
    imports: "fast-check",
    rule: "only declared dependencies",
  },
  {
    file: "packages/core/src/callbacks/missing.ts",
    imports: "./nowhere.ts",
    rule: "nothing unresolved",
  },
  {
    file: "packages/core/src/callbacks/tested.ts",
    imports: "../../test/deep.test.ts",
    rule: "products do not import tests",
  },
  {
    file: "packages/testing/src/supported.ts",
    imports: "@rivulet/test-support",
    rule: "products do not import tests",
  },
  {
    file: "packages/testing/test/supported.test.ts",
    imports: "@rivulet/test-support",
    rule: undefined,
  },
];

interface CruiseResult {
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

let folder: string;
let violations: CruiseResult["summary"]["violations"];

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "rivulet-directions-")));
  plantWorkspace();
  const cruise = "dependency-cruiser/bin/dependency-cruise.mjs";
  const { stdout, output } = await runTool(cruise, ["packages", "-T", "json"], folder);
  if (!stdout.startsWith("{")) throw new Error(output);
  violations = (JSON.parse(stdout) as CruiseResult).summary.violations;
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function plantWorkspace(): void {
  for (const name of [".dependency-cruiser.mjs", "tsconfig.base.json", "package.json"]) {
    cpSync(join(repositoryFolder, name), join(folder, name));
  }
  for (const name of [
    "core",
    "http",
    "provider",
    "runnables",
    "testing",
    "test-support",
    "vectors",
  ]) {
    write(`packages/${name}/src/index.ts`, "export {};\n");
    const manifest = `packages/${name}/package.json`;
    cpSync(join(repositoryFolder, manifest), join(folder, manifest));
    link(`packages/${name}`, `node_modules/@rivulet/${name}`);
  }
  for (const name of ["zod", "rxjs"]) {
    const installed = join(repositoryFolder, "packages/core/node_modules", name);
    link(realpathSync(installed), `packages/core/node_modules/${name}`);
  }
  link(join(repositoryFolder, "node_modules/fast-check"), "node_modules/fast-check");
  write("packages/core/src/collector/round.ts", 'import "./about.ts";\n');
  for (const { file, imports, isValue } of planted) {
    const what = isValue === true ? "{ X }" : "type { X }";
    write(file, `import ${what} from "${imports}";\nexport type Y = X;\n`);
    const target = join(dirname(file), imports);
    if (imports.endsWith("/target.ts")) write(target, "export type X = 1;\n");
  }
}

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

function link(target: string, from: string): void {
  mkdirSync(dirname(join(folder, from)), { recursive: true });
  symlinkSync(target.startsWith("/") ? target : join(folder, target), join(folder, from));
}

describe("the import rules", () => {
  it.each(planted.filter(({ rule }) => rule !== undefined))(
    "catch $imports in $file",
    ({ file, rule }) => {
      expect(rulesBrokenBy(file)).toContain(rule);
    },
  );

  it.each(planted.filter(({ rule }) => rule === undefined))(
    "allow $imports in $file",
    ({ file }) => {
      expect(rulesBrokenBy(file)).toEqual([]);
    },
  );
});

function rulesBrokenBy(file: string): readonly string[] {
  return violations.filter(({ from }) => from === file).map(({ rule }) => rule.name);
}
