import * as core from "@rivulet/core";

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
