import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { installedSize } from "../../src/footprint/installed-size.ts";

let folder: string;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "installed-size-")));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(path: string, text: string): number {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return text.length;
}

function writePackage(path: string, manifest: object): number {
  return write(`${path}/package.json`, JSON.stringify(manifest));
}

describe("installedSize", () => {
  test("counts a package and what it depends on, each once", () => {
    const bytes =
      writePackage("node_modules/a", { dependencies: { b: "1", "@scope/c": "1" } }) +
      write("node_modules/a/dist/index.js", "export const a = 1;") +
      writePackage("node_modules/b", { dependencies: { "@scope/c": "1" } }) +
      writePackage("node_modules/@scope/c", { peerDependencies: { absent: "1" } });
    writePackage("node_modules/unrelated", {});
    expect(installedSize("a", folder)).toStrictEqual({ packages: 3, bytes });
  });

  test("finds the version that a dependency has for itself", () => {
    const bytes =
      writePackage("node_modules/a", { dependencies: { b: "2" } }) +
      writePackage("node_modules/a/node_modules/b", { version: "2", dependencies: { a: "1" } });
    writePackage("node_modules/b", { version: "1.0.0" });
    expect(installedSize("a", folder)).toStrictEqual({ packages: 2, bytes });
  });

  test("says what is not installed", () => {
    writePackage("node_modules/a", { dependencies: { b: "1" } });
    expect(() => installedSize("a", folder)).toThrow("b is not installed for");
  });
});
