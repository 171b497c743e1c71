import type { RunNode } from "@rivulet/core/operators";
import { connectEvents, type FetchFunction } from "@rivulet/http";
import { useRunTree, type EventsSource, type StreamStatus } from "@rivulet/http/react";
import { useCallback, useState } from "react";
import type { ChatMessage } from "../chat-message.ts";

/** Where the service has its events. */
const chatUrl = "/chat";

/** The run that the page shows: one that it starts, or one that its address names. */
interface Turn {
  readonly source: EventsSource;
  readonly messages: readonly ChatMessage[];
}

/** What the page shows, and what one can do. */
export interface Chat {
  /** The conversation with the answer as far as it is there. */
  readonly messages: readonly ChatMessage[];
  readonly root: RunNode | undefined;
  readonly status: StreamStatus;
  readonly error: unknown;
  /** The address of the run's events, once it has begun. */
  readonly runUrl: string | undefined;
  ask(question: string): void;
  cancel(): void;
  restart(): void;
}

/** A conversation with the service. Its run is in the page's address, so that a reload goes on with it. */
export function useChat(): Chat {
  const [turn, setTurn] = useState(readAddress);
  const [runId, setRunId] = useState(idInAddress);
  const { roots, status, error } = useRunTree(turn.source);
  const [root] = roots;
  const messages = withAnswer(turn.messages.length > 0 ? turn.messages : messagesOf(root), root);
  const runUrl = runId === undefined ? undefined : `${chatUrl}/runs/${encodeURIComponent(runId)}`;

  const showRun = useCallback((id: string | undefined) => {
    setRunId(id);
    history.replaceState(null, "", id === undefined ? "/" : `?run=${encodeURIComponent(id)}`);
  }, []);
  const begin = (asked: readonly ChatMessage[]): void => {
    showRun(undefined);
    setTurn({ source: asked.length === 0 ? undefined : openRun(asked, showRun), messages: asked });
  };
  return {
    messages,
    root,
    status,
    error,
    runUrl,
    ask: (question) => {
      begin([...messages, { role: "user", content: question }]);
    },
    cancel: () => {
      // What came of it is told by the events. A service that is out of reach is said by them as well.
      if (runUrl !== undefined) fetch(runUrl, { method: "DELETE" }).catch(() => undefined);
    },
    restart: () => {
      begin([]);
    },
  };
}

function idInAddress(): string | undefined {
  return new URLSearchParams(location.search).get("run") ?? undefined;
}

function readAddress(): Turn {
  const id = idInAddress();
  const source = id === undefined ? undefined : `${chatUrl}/runs/${encodeURIComponent(id)}`;
  return { source, messages: [] };
}

// The id of a run that was started comes with the head of the answer.
function openRun(messages: readonly ChatMessage[], tell: (runId: string) => void): EventsSource {
  const fetchAndTell: FetchFunction = async (url, init) => {
    const response = await fetch(url, init);
    const id = response.headers.get("x-run-id");
    if (response.ok && id !== null) tell(id);
    return response;
  };
  return (onReset) => connectEvents(chatUrl, { input: { messages }, fetch: fetchAndTell, onReset });
}

// What was asked is the input of the run: after a reload the page knows it from there.
function messagesOf(root: RunNode | undefined): readonly ChatMessage[] {
  const { messages = [] } = (root?.input ?? {}) as { messages?: readonly ChatMessage[] };
  return messages;
}

function withAnswer(
  messages: readonly ChatMessage[],
  root: RunNode | undefined,
): readonly ChatMessage[] {
  if (root === undefined || root.text === "") return messages;
  return [...messages, { role: "assistant", content: root.text }];
}
