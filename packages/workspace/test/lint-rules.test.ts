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
import { join } from "node:path";
import { repositoryFolder, runTool } from "../src/repository.ts";

const offender = `
export * from "./other.ts";
import { type A } from "./other.ts";
import { two } from "./other.ts";
export const four = two() * 2;
export default function sum(a: any, b: A, c: number, d: number): number {
  return Number(a) + b + c + d;
}
async function work(): Promise<void> {}
export type Named = string;
export function spread(kind: "a" | "b", text?: string) {
  work();
  console.log(text!);
  switch (kind) {
    case "a":
      break;
  }
  const parsed: string = JSON.parse("1");
  if (parsed == text) throw "text";
}
export function long(): number {
  let n = 0;
${"  n += 1;\n".repeat(60)}
  return n;
}
export function knotty(n: number): number {
${Array.from({ length: 10 }, (_, i) => `  if (n === ${i}) return ${i + 1};\n`).join("")}
  return 0;
}
${Array.from({ length: 300 }, (_, i) => `export const line${i} = ${i};\n`).join("")}
`;
const other = `
import { line1, Named } from "./BadName.ts";
export type Names = Named[];
export type A = number;
export const two = (): number => line1 * 2;
`;

let folder: string;
let reported: readonly string[];

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "rivulet-lint-")));
  for (const name of [
    ".oxlintrc.json",
    "tsconfig.base.json",
    "packages/workspace/lint-rules.mjs",
  ]) {
    cpSync(join(repositoryFolder, name), join(folder, name));
  }
  symlinkSync(join(repositoryFolder, "node_modules"), join(folder, "node_modules"));
  mkdirSync(join(folder, "packages/core/src"), { recursive: true });
  const tsconfig = { extends: "../../tsconfig.base.json", include: ["src"] };
  writeFileSync(join(folder, "packages/core/tsconfig.json"), JSON.stringify(tsconfig));
  writeFileSync(join(folder, "packages/core/src/BadName.ts"), offender);
  writeFileSync(join(folder, "packages/core/src/other.ts"), other);
  const { stdout, output } = await runTool("oxlint/bin/oxlint", ["-f", "json", "packages"], folder);
  if (!stdout.startsWith("{")) throw new Error(output);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly { code: string }[] };
  reported = diagnostics.map(({ code }) => code);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("the house rules", () => {
  it.each([
    "eslint(complexity)",
    "eslint(eqeqeq)",
    "eslint(max-lines)",
    "eslint(max-lines-per-function)",
    "eslint(max-params)",
    "eslint(no-console)",
    "house(no-export-star)",
    "import(no-cycle)",
    "import(no-default-export)",
    "typescript(consistent-type-imports)",
    "typescript(explicit-module-boundary-types)",
    "typescript(no-explicit-any)",
    "typescript(no-floating-promises)",
    "typescript(no-import-type-side-effects)",
    "typescript(no-non-null-assertion)",
    "typescript(no-unsafe-assignment)",
    "typescript(only-throw-error)",
    "typescript(switch-exhaustiveness-check)",
    "unicorn(filename-case)",
  ])("include %s", (rule) => {
    expect(reported).toContain(rule);
  });
});
