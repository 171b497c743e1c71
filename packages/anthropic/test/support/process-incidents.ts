import { runInThisContext } from "node:vm";

// Jest gives its tests a copy of `process`, which hears nothing of what happens to the real one.
const realProcess = runInThisContext("process") as NodeJS.Process;

const kinds = ["unhandledRejection", "uncaughtException", "warning"] as const;

/** What nobody should ever see of the process: each test of the file must come out without any. */
export function expectNoIncidents(): void {
  const incidents: unknown[] = [];
  const kept = new Map<string, readonly unknown[]>();
  const note = (incident: unknown): void => {
    incidents.push(incident);
  };

  beforeAll(() => {
    for (const kind of kinds) {
      kept.set(kind, realProcess.listeners(kind as "warning"));
      realProcess.removeAllListeners(kind).on(kind, note);
    }
  });

  afterEach(async () => {
    for (let turn = 0; turn < 2; turn += 1) {
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
    expect(incidents.splice(0)).toEqual([]);
  });

  afterAll(() => {
    for (const kind of kinds) {
      realProcess.removeAllListeners(kind);
      for (const listener of kept.get(kind) ?? []) realProcess.on(kind, listener as () => void);
    }
  });
}
