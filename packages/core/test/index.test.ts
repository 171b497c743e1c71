import * as core from "@rivulet/core";
import * as runtime from "@rivulet/core/runtime";

it("exports what a user may call, and nothing undefined", () => {
  expect(Object.entries(core).filter(([, value]) => value === undefined)).toEqual([]);
  expect(Object.keys(core)).toEqual(
    expect.arrayContaining([
      "CallbackManager",
      "EventCollector",
      "EventStream",
      "configure",
      "dispatchCustomEvent",
      "filterEvents",
      "flush",
      "getCurrentRun",
      "observeRuns",
      "traceable",
    ]),
  );
});

it("leaves to an entry of its own what only a maker of components calls", () => {
  expect(Object.entries(runtime).filter(([, value]) => value === undefined)).toEqual([]);
  expect(Object.keys(runtime)).toEqual(
    expect.arrayContaining(["CancelScope", "Gate", "RunContext", "enterRun", "runBody"]),
  );
  expect(Object.keys(runtime).filter((name) => name in core)).toEqual([]);
});
