import { runInThisContext } from "node:vm";

// Jest gives its tests a copy of `process`, which hears nothing of what happens to the real one.
const realProcess = runInThisContext("process") as NodeJS.Process;

const { setImmediate } = globalThis;

/** One turn of the event loop, in which unhandled rejections are noticed; whatever timers a test fakes. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** What nobody should ever see of the process. */
export interface ProcessWatch {
  /** Unhandled rejections, uncaught exceptions and warnings so far, after two turns of the event loop; then forgets them. */
  takeIncidents(): Promise<unknown[]>;
}

/** Watches the process for the length of a test file; each test must come out without an incident. */
export function watchProcess(): ProcessWatch {
  let incidents: unknown[] = [];
  const note = (incident: unknown): void => {
    incidents.push(incident);
  };
  const kinds = ["unhandledRejection", "uncaughtException", "warning"] as const;
  const kept = new Map<string, readonly unknown[]>();

  const takeIncidents = async (): Promise<unknown[]> => {
    await nextTurn();
    await nextTurn();
    const seen = incidents;
    incidents = [];
    return seen;
  };

  beforeAll(() => {
    for (const kind of kinds) {
      kept.set(kind, realProcess.listeners(kind as "warning"));
      realProcess.removeAllListeners(kind).on(kind, note);
    }
  });

  afterEach(async () => {
    expect(await takeIncidents()).toEqual([]);
  });

  afterAll(() => {
    for (const kind of kinds) {
      realProcess.removeAllListeners(kind);
      for (const listener of kept.get(kind) ?? []) realProcess.on(kind, listener as () => void);
    }
  });

  return { takeIncidents };
}
