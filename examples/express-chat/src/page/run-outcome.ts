import { RunCancelledError } from "@rivulet/core";
import { EventsConnectionError, RemoteRunError } from "@rivulet/http";

/** How the events of a run came to an end. */
export interface RunOutcome {
  readonly status: "ended" | "cancelled" | "failed";
  /** What somebody should be told of it. */
  readonly notice?: string;
}

/** What an error of an event stream means to somebody who looks at the page. */
export function outcomeOf(error: unknown): RunOutcome {
  if (error instanceof RunCancelledError) return { status: "cancelled" };
  return { status: "failed", notice: noticeOf(error) };
}

function noticeOf(error: unknown): string {
  if (error instanceof RemoteRunError && error.remoteCode === "RUN_LOST")
    return "The server was restarted, and this run is lost. Ask again.";
  if (error instanceof EventsConnectionError && (error.status === 404 || error.status === 410))
    return "The server does not keep this run any more. Ask again.";
  return error instanceof Error ? error.message : "The run failed.";
}
