import { RivuletError, RunCancelledError } from "@rivulet/core";
import { encodeSseFrame } from "../sse/encode-sse-frame.ts";

/** How a hosted run ended. */
export interface RunEnding {
  /** The `seq` of its last event; -1 where none was let out. */
  readonly lastSeq: number;
  /** The SSE id that says that the client has the end as well. */
  readonly id: string;
  readonly failure: { readonly error: unknown } | undefined;
}

/**
 * The last frame of a hosted run: `event: end` of one that ended, `event: error` with a problem document of one that failed
 * or was cancelled. It says no more of an error than its kind: what an error event may tell is for the events to tell.
 */
export function encodeRunEnding({ lastSeq, id, failure }: RunEnding): string {
  if (failure === undefined)
    return encodeSseFrame({ event: "end", id, data: JSON.stringify({ seq: lastSeq }) });
  const { error } = failure;
  const isCancelled = error instanceof RunCancelledError;
  const code = RivuletError.isInstance(error) ? error.code : "RUN_FAILED";
  const problem = {
    type: "about:blank",
    title: isCancelled ? "The run was cancelled" : "The run failed",
    status: 500,
    code,
    seq: lastSeq,
  };
  return encodeSseFrame({ event: "error", id, data: JSON.stringify(problem) });
}

/** Says that events are missing: after a restart all of them may be others. */
export function encodeReset(reason: "restart" | "overrun"): string {
  return encodeSseFrame({ event: "reset", data: JSON.stringify({ reason }) });
}

/** What a client is told that goes on reading a run which a restart of the server has ended. */
export function encodeLostRun(): string {
  const problem = {
    type: "about:blank",
    title: "The run was lost when the server restarted",
    status: 410,
    code: "RUN_LOST",
  };
  return encodeReset("restart") + encodeSseFrame({ event: "error", data: JSON.stringify(problem) });
}
