import type * as nodePlatform from "../../src/context/node-platform.ts";
import * as otherPlatform from "../../src/context/other-platform.ts";

// Typed as what it takes the place of.
const platform: typeof nodePlatform = otherPlatform;

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
