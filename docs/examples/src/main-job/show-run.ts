import type { EventStream } from "@rivulet/core";
import type { StreamEvent } from "@rivulet/runnables";
import { emptyView, type LiveView, nextView } from "./live-view.ts";
import type { RunDisplay } from "./run-display.ts";

/**
 * Shows a run through its events, and through nothing else: each event makes the next view of the one before. The loop
 * reads no faster than the display shows, and the run goes no faster than the loop reads.
 *
 * @throws what the run failed with, when its last view has been shown.
 */
export async function showRun(
  events: EventStream<unknown, StreamEvent>,
  display: RunDisplay,
): Promise<LiveView> {
  let view = emptyView;
  try {
    for await (const event of events) {
      view = nextView(view, event);
      await display.show(event, view);
    }
  } finally {
    await display.end(view);
  }
  return view;
}
