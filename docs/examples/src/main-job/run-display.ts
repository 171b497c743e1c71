import type { StreamEvent } from "@rivulet/runnables";
import type { LiveView } from "./live-view.ts";

/** Shows a run while it goes on: told each event with the view after it, and the last view once more at the end. */
export interface RunDisplay {
  show(event: StreamEvent, view: LiveView): Promise<void> | void;
  end(view: LiveView): Promise<void>;
}
