import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleSize } from "../../src/footprint/bundle-size.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bundle-size-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const numbers = Array.from({ length: 5_000 }, (_, index) => (index * 7_919) % 10_007).join();

describe("bundleSize", () => {
  test("weighs what a program imports and uses, and nothing else", async () => {
    write("library.js", `export const used = [${numbers}]; export const unused = "${numbers}";`);
    const small = write("small.js", "console.log(1);");
    const large = write("large.js", 'import { used } from "./library.js"; console.log(used);');
    const both = write(
      "both.js",
      'import { used, unused } from "./library.js"; console.log(used, unused);',
    );
    expect(await bundleSize(small, "browser")).toBeLessThan(0.1);
    const one = await bundleSize(large, "browser");
    expect(one).toBeGreaterThan(5);
    expect(await bundleSize(both, "browser")).toBeGreaterThan(one);
  });

  test("fails when something cannot be found", async () => {
    const program = write("wrong.js", 'import "./absent.js";');
    await expect(bundleSize(program, "node")).rejects.toThrow("absent");
  });
});
