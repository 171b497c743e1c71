import { eventName, eventNames, isEventName, runPhases } from "../../src/events/event-name.ts";
import { runTypes } from "../../src/events/run-type.ts";

describe("event names", () => {
  it("are on_<type>_<phase> for every type and phase", () => {
    for (const type of runTypes) {
      for (const phase of runPhases) expect(eventName(type, phase)).toBe(`on_${type}_${phase}`);
    }
  });

  it("number one per type and phase, and the custom event", () => {
    expect(eventNames).toHaveLength(runTypes.length * runPhases.length + 1);
    expect(new Set(eventNames).size).toBe(eventNames.length);
    expect(eventNames.at(-1)).toBe("on_custom_event");
  });

  it("are known by isEventName", () => {
    expect(eventNames.every(isEventName)).toBe(true);
  });

  it.each([
    "on_retriever_chunk",
    "on_custom_start",
    "on_tool",
    "tool_start",
    "on_toolstart",
    "",
    undefined,
    null,
    7,
    ["on_tool_start"],
  ])("are not %p", (value) => {
    expect(isEventName(value)).toBe(false);
  });
});
