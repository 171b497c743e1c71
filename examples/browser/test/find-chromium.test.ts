import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { findChromium } from "@rivulet/example-browser";

describe("findChromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "rivulet-path-"));
  const place = (name: string): string => {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), "");
    return join(folder, name);
  };
  const program = place("second/chromium-browser");
  chmodSync(program, 0o755);
  const notExecutable = place("first/chromium");
  chmodSync(notExecutable, 0o644);

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it("takes CHROMIUM_PATH before anything else", () => {
    expect(findChromium({ CHROMIUM_PATH: "/opt/browser", PATH: join(folder, "second") })).toBe(
      "/opt/browser",
    );
  });

  it("looks through the PATH, for programs only", () => {
    const PATH = [join(folder, "first"), join(folder, "second")].join(delimiter);
    expect(findChromium({ PATH, CHROMIUM_PATH: "" })).toBe(program);
  });

  it("finds nothing where there is nothing", () => {
    expect(findChromium({ PATH: join(folder, "first") })).toBeUndefined();
    expect(findChromium({})).toBeUndefined();
  });
});
