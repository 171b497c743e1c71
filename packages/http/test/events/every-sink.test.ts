import { configure } from "@rivulet/core";
import { redactRuns } from "@rivulet/core/operators";
import { secretsIn, secretsPolicy } from "../support/planted-secrets.ts";
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
