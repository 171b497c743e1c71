import { runInThisContext } from "node:vm";

// Jest gives its tests a copy of `process`, which hears nothing of what happens to the real one.
const realProcess = runInThisContext("process") as NodeJS.Process;

/** Lets no test of the file come out with an unhandled rejection. */
export function watchRejections(): void {
  let rejections: unknown[] = [];
  const note = (reason: unknown): void => {
    rejections.push(reason);
  };

  beforeAll(() => {
    realProcess.on("unhandledRejection", note);
  });

  afterEach(async () => {
    // They are noticed between two turns of the event loop.
    for (let turn = 0; turn < 2; turn += 1) await new Promise(setImmediate);
    const seen = rejections;
    rejections = [];
    expect(seen).toEqual([]);
  });

  afterAll(() => {
    realProcess.off("unhandledRejection", note);
  });
}
