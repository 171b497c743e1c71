import type { StreamEvent } from "@rivulet/runnables";
import { toFrame } from "../../src/main-job/frame.ts";
import { emptyView, type LiveView, nextView } from "../../src/main-job/live-view.ts";
import { plain } from "../../src/main-job/style.ts";
import { recordCountries, recordScript } from "./countries-run.ts";

const wide = { style: plain, columns: 80, rows: Infinity };

function viewAt(events: readonly StreamEvent[], isLast: (event: StreamEvent) => boolean): LiveView {
  return events.slice(0, events.findIndex(isLast) + 1).reduce(nextView, emptyView);
}

describe("a frame", () => {
  it("shows the JSON, the names and the runs as they are at an event", async () => {
    const { events } = await recordCountries();
    const view = viewAt(
      events,
      (event) =>
        event.data !== null &&
        event.parent_ids.length === 0 &&
        Reflect.get(event.data as object, "chunk") === "Sp",
    );
    expect(view.names).toEqual(["France", "Sp"]);
    const frame = toFrame(view, wide);
    expect(frame.slice(0, 3)).toEqual([
      "{",
      '  "countries": [',
      '    { "name": "France", "population": 67391582 },',
    ]);
    expect(frame.slice(6, 9)).toEqual(["", "names  France  Sp", ""]);
    expect(frame).toHaveLength(15);
  });

  it("begins before there is anything to show", () => {
    expect(toFrame(emptyView, wide)).toEqual([
      "…",
      "",
      "run  type          time  to first  chunks  tags",
    ]);
  });

  it("keeps to the rows there are: the JSON shows its end", async () => {
    const { events } = await recordCountries();
    const view = events.reduce(nextView, emptyView);
    const frame = toFrame(view, { ...wide, rows: 13 });
    expect(frame).toHaveLength(13);
    expect(frame.slice(0, 4)).toEqual([
      "…",
      '    { "name": "Japan", "population": 126476461 }',
      "  ]",
      "}",
    ]);
  });

  it("shows the newest names, and counts the ones before", async () => {
    const countries = Array.from({ length: 300 }, (_, index) => ({
      name: `Country ${String(index)}`,
    }));
    const { events } = await recordScript({ chunks: [JSON.stringify({ countries })] });
    const view = events.reduce(nextView, emptyView);
    expect(view.nameCount).toBe(300);
    const line = toFrame(view, { ...wide, columns: 50 }).find((one) => one.startsWith("names"));
    expect(line).toBe("names  298 before  Country 298  Country 299");
  });
});
