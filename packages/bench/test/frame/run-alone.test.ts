import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runAlone } from "../../src/frame/run-alone.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "bench-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function program(code: string): string {
  const file = join(folder, "program.mjs");
  writeFileSync(file, code);
  return file;
}

test("a work is run by a process of its own, which is told the work and its scale", async () => {
  const file = program(
    `console.log(JSON.stringify({ rows: [], environment: {}, pid: process.pid, args: process.argv.slice(2) }));`,
  );
  const smoke = await runAlone(file, "w3", "smoke");
  const full = await runAlone(file, "w3", "full");
  expect(smoke).toHaveProperty("args", ["w3", "--json", "--smoke"]);
  expect(full).toHaveProperty("args", ["w3", "--json"]);
  expect(new Set([process.pid, Reflect.get(smoke, "pid"), Reflect.get(full, "pid")]).size).toBe(3);
});

test.each([
  ["fails", "process.exitCode = 1;", "its process ended with 1."],
  [
    "waits for nothing that will happen",
    "await new Promise(() => {});",
    "its process ended with 13.",
  ],
  [
    "is killed",
    'process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1_000);',
    "its process ended with null.",
  ],
  ["says nothing", "", "its process ended with 0."],
])("a work whose process %s has no result", async (_what, code, message) => {
  await expect(runAlone(program(code), "w3", "smoke")).rejects.toThrow(message);
});
