import { EventEmitter } from "node:events";
import { collectUnhandled, collectWarnings } from "./signals.ts";

describe("the test support", () => {
  it("sees unhandled rejections, uncaught exceptions and warnings", async () => {
    expect(
      await collectUnhandled(() => {
        void Promise.reject(new Error("rejected"));
        setImmediate(() => {
          throw new Error("thrown");
        });
      }),
    ).toEqual(expect.arrayContaining([new Error("rejected"), new Error("thrown")]));
    // Its own limit: another test file of the same process may have raised that of all.
    const emitter = new EventEmitter().setMaxListeners(10);
    const warnings = await collectWarnings(() => {
      for (let index = 0; index < 12; index += 1) emitter.on("event", () => undefined);
    });
    expect(warnings).toEqual(["MaxListenersExceededWarning"]);
  });
});
