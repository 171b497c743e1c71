import type { ReactNode } from "react";
import { Conversation } from "./conversation.tsx";
import { EventLog } from "./event-log.tsx";
import { QuestionForm } from "./question-form.tsx";
import { RunTree } from "./run-tree.tsx";
import { StatusLine } from "./status-line.tsx";
import { useChat } from "./use-chat.ts";

/** The page: a conversation, and the run behind its last answer. */
export function ChatPage(): ReactNode {
  const chat = useChat();
  const isRunning = chat.status === "open";
  return (
    <>
      <header>
        <h1>Cook</h1>
        <p>Ask for a dish, and see what runs while it is answered.</p>
      </header>
      <main>
        <section className="panel" aria-label="Conversation">
          <Conversation messages={chat.messages} isRunning={isRunning} />
          <StatusLine chat={chat} />
          <QuestionForm isRunning={isRunning} onAsk={chat.ask} />
        </section>
        <section className="panel" aria-label="Run">
          {chat.root === undefined ? (
            <p className="hint">The runs of an answer are shown here.</p>
          ) : (
            <RunTree root={chat.root} />
          )}
          {chat.runUrl !== undefined && <EventLog key={chat.runUrl} runUrl={chat.runUrl} />}
        </section>
      </main>
    </>
  );
}
