import { readFileSync } from "node:fs";
import { join } from "node:path";
import { configure } from "@rivulet/core";
import { redactRuns } from "@rivulet/core/operators";
import { secretsIn, secretsPolicy } from "../support/planted-secrets.ts";
import { silentExports } from "../support/silent-exports.ts";
import { printed, sinks, type Sink } from "../support/sinks.ts";

afterEach(() => {
  configure({ callbacks: [], onListenerError: undefined });
});

/** Everything that a sink was told, printed. */
async function toldTo({ listen }: Sink): Promise<string[]> {
  const frames: string[] = [];
  await listen((...values) => {
    frames.push(...values.map(printed));
  });
  configure({ callbacks: [], onListenerError: undefined });
  return frames;
}

describe("secrets given to a redaction of the process", () => {
  it.each(sinks.map((sink) => [sink.name, sink] as const))(
    "are in no frame of %s",
    async (_name, sink) => {
      const before = await toldTo(sink);
      // Else the sink would not be one, or nobody looked.
      expect(secretsIn(before.join("\n"))).not.toEqual([]);
      const undo = redactRuns(secretsPolicy);
      const after = await toldTo(sink).finally(undo);
      expect(after.filter((frame) => secretsIn(frame).length > 0)).toEqual([]);
      expect(after.length).toBeGreaterThan(0);
    },
  );
});

/** The names of the values that packages export, by their API reports. Errors are thrown, and told by nobody. */
function exportsOf(packageName: string): string[] {
  const report = readFileSync(join(__dirname, "../../..", packageName, "api.md"), "utf8");
  const [surface = ""] = report.split("## Mentioned, not exported");
  const declared = surface.matchAll(
    /^export declare (?:abstract )?(?:class|function|const) (\w+)/gmu,
  );
  return Array.from(declared, ([, name = ""]) => name).filter((name) => !name.endsWith("Error"));
}

it("every export is a sink of the table, or known to tell nobody", () => {
  const known = new Set([
    ...sinks.flatMap(({ exports }) => exports),
    ...Object.values(silentExports).flat(),
  ]);
  const all = ["core", "testing", "http"].flatMap(exportsOf);
  expect(all).toContain("observeRuns");
  expect(all.filter((name) => !known.has(name))).toEqual([]);
});
