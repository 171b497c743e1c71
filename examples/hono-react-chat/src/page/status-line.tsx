import type { ReactNode } from "react";
import type { Chat } from "./use-chat.ts";

/** How the run stands, and what one can do about it. */
export function StatusLine({ chat }: { readonly chat: Chat }): ReactNode {
  const { status, runUrl, cancel, restart } = chat;
  return (
    <div className="status">
      <span role="status">{describe(chat)}</span>
      {status === "open" && runUrl !== undefined && (
        <button type="button" className="quiet" onClick={cancel}>
          Cancel
        </button>
      )}
      {(status === "ended" || status === "failed") && (
        <button type="button" className="quiet" onClick={restart}>
          New conversation
        </button>
      )}
    </div>
  );
}

function describe({ status, root, error }: Chat): string {
  if (status === "idle") return "";
  if (status === "open") return root === undefined ? "Connecting" : "Running";
  if (status === "ended") return "Done";
  const code = codeOf(error);
  if (code === "RUN_CANCELLED") return "Cancelled";
  if (code === "EVENTS_CONNECTION") return "The service does not know this run any more.";
  return "The answer failed.";
}

function codeOf(error: unknown): unknown {
  return typeof error === "object" && error !== null ? Reflect.get(error, "code") : undefined;
}
