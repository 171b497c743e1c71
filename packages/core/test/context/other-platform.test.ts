import type * as nodePlatform from "../../src/context/node-platform.ts";
import * as otherPlatform from "../../src/context/other-platform.ts";

// Typed as what it takes the place of.
const platform: Omit<typeof nodePlatform, "Pace" | "Turn"> = otherPlatform;

describe("a platform without AsyncLocalStorage", () => {
  it("calls bodies and carries nothing", () => {
    const { ambientRun } = platform;
    const seen = ambientRun.run({}, () => [ambientRun.get(), ambientRun.isAbsent(), "done"]);
    expect(seen).toEqual([undefined, true, "done"]);
    expect(platform.captureAmbient()(() => "called")).toBe("called");
  });

  it("knows that no run is ambient whatever it is told", () => {
    platform.knowAbsence();
    platform.forgetAbsence();
    expect(platform.ambientRun.isAbsent()).toBe(true);
  });

  it("leaves signals as they are", () => {
    const { signal } = new AbortController();
    platform.allowManyListeners(signal);
    expect(signal.aborted).toBe(false);
  });
});

describe("sources on a platform that does not tell when the microtasks have run out", () => {
  it("have a burst of 128 chunks, and another one after a timer", async () => {
    const turn = new otherPlatform.Turn();
    const pace = new otherPlatform.Pace(turn);
    const take = (count: number): boolean[] => Array.from({ length: count }, () => pace.takes());
    expect(take(128)).not.toContain(false);
    expect(pace.takes()).toBe(false);
    await new Promise<void>((resolve) => {
      turn.whenNext(resolve);
    });
    // The one that waited is the first.
    expect(take(127)).not.toContain(false);
    expect(pace.takes()).toBe(false);
  });
});
